/** JSONata's functions, the ones of everyday first (docs.jsonata.org). */
export const functionNames: readonly string[] = `
$string $number $boolean $count $sum $average $min $max $length $substring $uppercase $lowercase $trim
$contains $split $join $replace $match $exists $not $keys $lookup $merge $map $filter $reduce $sort $distinct
$reverse $append $zip $single $each $sift $spread $round $floor $ceil $abs $power $sqrt $formatNumber
$formatBase $parseInteger $formatInteger $now $millis $fromMillis $toMillis $substringBefore $substringAfter
$pad $base64encode $base64decode $encodeUrlComponent $decodeUrlComponent $encodeUrl $decodeUrl $type $assert
$error
`
  .trim()
  .split(/\s+/);
