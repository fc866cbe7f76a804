CREATE TABLE `telemetry_settings` (
	`account_id` text PRIMARY KEY NOT NULL,
	`enabled` integer NOT NULL,
	`endpoint` text NOT NULL,
	`header_names` text NOT NULL,
	`headers` text,
	`headers_version` integer NOT NULL,
	`workflows` text,
	`ratio` real NOT NULL,
	`include_values` integer NOT NULL,
	`revision` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`updated_by` text NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `alert_rules` (
	`id` text PRIMARY KEY NOT NULL,
	`workflow_id` text NOT NULL,
	`name` text NOT NULL,
	`condition` text NOT NULL,
	`channel` text NOT NULL,
	`enabled` integer NOT NULL,
	`muted_until` integer,
	`revision` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `alert_rules_workflow` ON `alert_rules` (`workflow_id`,`id`);--> statement-breakpoint
CREATE TABLE `run_rollups` (
	`workflow_id` text NOT NULL,
	`step` text NOT NULL,
	`at` integer NOT NULL,
	`total` integer NOT NULL,
	`finished` integer NOT NULL,
	`failed` integer NOT NULL,
	`slowest_ms` integer,
	`slowest_run` text,
	`failed_at` integer,
	`failed_run` text,
	`sketch` text NOT NULL,
	PRIMARY KEY(`workflow_id`, `step`, `at`),
	FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `run_rollups_old` ON `run_rollups` (`at`);