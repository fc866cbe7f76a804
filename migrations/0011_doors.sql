ALTER TABLE `installation` ADD `setting_up` integer DEFAULT false NOT NULL;--> statement-breakpoint
-- Session tokens are stored as hashes from now on, and SQL cannot hash: everybody signs in once more.
DELETE FROM `sessions`;
