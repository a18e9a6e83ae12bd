import { text } from '@liren/contract'
import type { FileReference } from '../../kernel/capability.ts'

const ended = { column: 'ended_on', from: null, to: 'today' } as const
const removed = { column: 'removed_at', from: null, to: 'now' } as const
const links = { text: text('关联', 'Links'), table: 'archive_links', liveKey: 'live_key', twin: ended, isVersioned: true } as const

/** What names a file of any archive. */
export const archiveReferences: readonly FileReference[] = [
  { ...links, column: 'from_id', archiveColumn: 'from_archive' },
  { ...links, column: 'to_id', archiveColumn: 'to_archive' },
  { text: text('标签', 'Tags'), table: 'archive_tags', column: 'file_id', archiveColumn: 'archive', liveKey: 'live_key', twin: removed },
]
