import type { Archive } from '@liren/contract/archive/index'
import { resource as contract, resourceArchive } from '@liren/contract/capabilities/resource'
import { bindArchive } from '../../engines/archive/bind.ts'
import { findFile } from '../../engines/archive/find.ts'
import { valuesOf } from '../../engines/archive/row.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { route } from '../../kernel/http/route.ts'
import { recordFiles } from '../file/read.ts'
import { listTargets, lostFaults } from './targets.ts'
import { removeResource, usesOf } from './uses.ts'

const e = contract.endpoints

/** Data resources of the community: what there is, whose it is, how it is graded and who uses it. */
export const resource: CapabilityFactory = (kernel) => {
  // what there is to point to only the running house knows
  const definition: Archive = {
    ...resourceArchive,
    check: (values) => [...resourceArchive.check(values), ...lostFaults(kernel, values)],
  }
  const filed = bindArchive(kernel, definition, contract, { files: recordFiles })
  return {
    contract,
    ...filed,
    routes: [
      ...filed.routes,
      route(e.targets, ({ query }) => listTargets(kernel, query.kind, query.q)),
      route(e.uses, async ({ scope, params }) => ({
        items: await usesOf(kernel, await findFile(kernel, resourceArchive, scope, params.id)),
      })),
      route(e.remove, async (ctx) => {
        const row = await removeResource(kernel, ctx, ctx.params.id, ctx.query.version)
        const { code, name, kind, target } = valuesOf(kernel, resourceArchive, row, ['code', 'name', 'kind', 'target'])
        ctx.audit({ subject: 'resource', subjectId: row.id, placePath: row.place_path, before: { code, name, kind, target } })
        await ctx.emit({
          ...{ name: 'resource.removed', subject: 'resource', subjectId: row.id, payload: { placePath: row.place_path } },
          live: { placePath: row.place_path, permission: 'resource.read' },
        })
      }),
    ],
  }
}
