CREATE TABLE `flow_edits` (
	`workflow_id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`workflow_name` text NOT NULL,
	`actor_id` text NOT NULL,
	`actor_name` text NOT NULL,
	`via` text NOT NULL,
	`ip` text,
	`user_agent` text,
	`request_id` text,
	`before` text NOT NULL,
	`started_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`saves` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `flow_edits_account` ON `flow_edits` (`account_id`);