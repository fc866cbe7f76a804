CREATE TABLE `datasets` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`description` text NOT NULL,
	`format` text NOT NULL,
	`columns` text NOT NULL,
	`rows` integer NOT NULL,
	`bytes` integer NOT NULL,
	`content` text NOT NULL,
	`parts` text NOT NULL,
	`revision` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `datasets_name` ON `datasets` (`account_id`,`name_key`);--> statement-breakpoint
CREATE INDEX `datasets_deleted` ON `datasets` (`deleted_at`);