import { type AnyEndpoint, groupOf } from '@liren/contract'
import type { Api } from '@liren/contract/capabilities/api'
import type { Kernel } from '../../kernel/kernel.ts'
import { documentOf } from '../../kernel/openapi/of-surface.ts'
import { firstOwnerOf } from '../../kernel/openapi/owners.ts'

/** Interfaces that keep the door: switching them off would lock out whoever could switch them on. */
export const vital = new Set(['session.create', 'session.read', 'api.list', 'api.update', 'health.read'])

/** Every interface of the registry with what its keepers wrote beside. */
export async function listApis(kernel: Kernel): Promise<Api[]> {
  const settings = await kernel.traffic.settings()
  const versions = documentOf(kernel.surface).revisions
  return kernel.surface.capabilities.flatMap((capability) =>
    capability.routes.map(({ endpoint }) =>
      present(endpoint, capability.contract.name, versions.get(endpoint.id) ?? '', settings.get(endpoint.id)),
    ),
  )
}

function present(
  endpoint: AnyEndpoint,
  capability: string,
  revision: string,
  setting: { grp: string | null; owner: string | null; is_on: number; version: number } | undefined,
): Api {
  return {
    id: endpoint.id,
    method: endpoint.method,
    path: endpoint.path,
    text: endpoint.summary,
    capability,
    group: setting?.grp ?? groupOf(endpoint),
    owner: setting?.owner ?? firstOwnerOf(capability),
    state: setting?.is_on === 0 ? 'off' : 'on',
    permission: endpoint.permission,
    rate: endpoint.rate,
    document: `/api/docs#${endpoint.id}`,
    revision,
    version: setting?.version ?? 0,
  }
}
