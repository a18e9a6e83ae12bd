import type { ColumnWords } from '../words.ts'

/** Which stations residents see, and when they were told last. */
export const environmentColumns: ColumnWords = {
  'environment_stations.is_public': [1, '向居民公开', 'Shown to residents'],
  'environment_news.told_at': [1, '最近告知', 'Told last'],
  'live_events.home_permission': [1, '住户所需权限', 'Permission that homes need'],
}
