ALTER TABLE `versions` ADD `flow_hash` text;--> statement-breakpoint
ALTER TABLE `versions` ADD `deleted_at` integer;--> statement-breakpoint
CREATE INDEX `versions_flow` ON `versions` (`workflow_id`,`flow_hash`);