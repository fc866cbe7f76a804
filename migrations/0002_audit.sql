CREATE TABLE `audit_entries` (
	`account_id` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`event` text NOT NULL,
	`category` text NOT NULL,
	`workflow_id` text,
	`workflow_name` text,
	`subject_id` text NOT NULL,
	`subject_name` text NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text NOT NULL,
	`actor_name` text NOT NULL,
	`via` text,
	`ip` text,
	`user_agent` text,
	`request_id` text,
	`description` text NOT NULL,
	`details` text NOT NULL,
	`search` text NOT NULL,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`account_id`, `seq`)
);
--> statement-breakpoint
CREATE INDEX `audit_entries_filter` ON `audit_entries` (`account_id`,`seq`,`category`,`event`,`actor_id`);--> statement-breakpoint
CREATE INDEX `audit_entries_workflow` ON `audit_entries` (`account_id`,`workflow_id`,`seq`,`category`,`event`,`actor_id`);--> statement-breakpoint
CREATE INDEX `audit_entries_at` ON `audit_entries` (`account_id`,`at`,`seq`);--> statement-breakpoint
CREATE TABLE `audit_heads` (
	`account_id` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE TRIGGER `audit_entries_never_change` BEFORE UPDATE ON `audit_entries` BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;--> statement-breakpoint
CREATE TRIGGER `audit_entries_never_go` BEFORE DELETE ON `audit_entries` BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
