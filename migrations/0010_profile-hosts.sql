ALTER TABLE `profiles` ADD `open_since` integer;--> statement-breakpoint
-- A profile with a secret names its hosts from now on. One that named none gets the hosts that it has been sent to: of
-- the addresses in flows that were deployed or are in development, and of its test URL. Where an expression makes the
-- host, nobody can tell; it stays open, for what is deployed by now alone, until somebody names its hosts.
UPDATE `profiles` SET `open_since` = CAST(unixepoch('subsec') * 1000 AS INTEGER) WHERE `hosts` IS NULL AND `kind` <> 'none';
--> statement-breakpoint
WITH `flows` AS (
  SELECT `account_id`, `draft` AS `flow` FROM `workflows`
  UNION ALL
  SELECT w.`account_id`, v.`flow` FROM `workflows` w JOIN `deployments` d ON d.`workflow_id` = w.`id` JOIN `versions` v ON v.`id` = d.`version_id`
), `uses` AS (
  SELECT p.`id`, trim(json_extract(n.`value`, '$.config.url')) AS `url`
  FROM `profiles` p
  JOIN `flows` f ON f.`account_id` = p.`account_id` AND instr(f.`flow`, p.`id`) > 0 AND json_valid(f.`flow`)
  JOIN json_each(f.`flow`, '$.nodes') n ON json_extract(n.`value`, '$.config.authorization') = p.`id`
  WHERE p.`open_since` IS NOT NULL
  UNION ALL
  SELECT `id`, trim(`test_url`) FROM `profiles` WHERE `open_since` IS NOT NULL
), `parts` AS (
  SELECT `id`, lower(`url`) LIKE 'https://%' AS `secure`, substr(`url`, instr(`url`, '://') + 3) AS `rest`, lower(`url`) LIKE 'http%://_%' AS `whole`
  FROM `uses` WHERE `url` IS NOT NULL AND `url` <> ''
), `hosts` AS (
  SELECT `id`, `secure`, `whole`,
    lower(substr(`rest`, 1, min(instr(`rest` || '/', '/'), instr(`rest` || '?', '?'), instr(`rest` || '#', '#')) - 1)) AS `host`
  FROM `parts`
), `bound` AS (
  SELECT `id`, json_group_array(DISTINCT `host` || CASE WHEN `host` LIKE '%:%' THEN '' WHEN `secure` THEN ':443' ELSE ':80' END) AS `list`
  FROM `hosts` GROUP BY `id`
  HAVING min(`whole` AND `host` <> '' AND NOT `host` GLOB '*[^a-z0-9.:-]*') AND count(DISTINCT `host`) <= 50
)
UPDATE `profiles` SET `open_since` = NULL, `hosts` = (SELECT `list` FROM `bound` WHERE `bound`.`id` = `profiles`.`id`)
WHERE `id` IN (SELECT `id` FROM `bound`);
