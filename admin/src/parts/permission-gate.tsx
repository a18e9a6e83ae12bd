import type { ReactNode } from 'react'
import { usePermissions } from '../app/session/store.ts'

/** Its content is there for holders of the permission only; pages as a whole are guarded by the router. */
export function PermissionGate({ code, children }: { code: string; children: ReactNode }) {
  return usePermissions().has(code) ? children : null
}
