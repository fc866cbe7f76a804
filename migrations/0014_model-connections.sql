CREATE TABLE `model_connections` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`provider` text NOT NULL,
	`base_url` text,
	`gateway` text,
	`currency` text NOT NULL,
	`models` text NOT NULL,
	`key` text,
	`key_version` integer NOT NULL,
	`test_ok` integer,
	`test_message` text,
	`test_at` integer,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `model_connections_name` ON `model_connections` (`account_id`,`name_key`);