CREATE TABLE `lanes` (
	`workflow_id` text NOT NULL,
	`name` text NOT NULL,
	PRIMARY KEY(`workflow_id`, `name`),
	FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON UPDATE no action ON DELETE cascade
);
