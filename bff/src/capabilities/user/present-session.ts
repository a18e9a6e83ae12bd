import type { z } from '@liren/contract'
import type { sessionSchema } from '@liren/contract/capabilities/user'
import type { SessionRow } from '../../kernel/identity/sessions.ts'

/** A session as its owner or a security administrator sees it. */
export const presentSession = (row: SessionRow, current: string | null): z.infer<typeof sessionSchema> => ({
  id: row.id,
  device: row.device,
  client: row.client,
  ip: row.ip,
  method: row.method,
  createdAt: new Date(row.created_at).toISOString(),
  lastSeenAt: new Date(row.last_seen_at).toISOString(),
  expiresAt: new Date(row.expires_at).toISOString(),
  isCurrent: row.id === current,
})
