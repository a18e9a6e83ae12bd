import { certificate as contract } from '@liren/contract/capabilities/certificate'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { type RequestContext, route } from '../../kernel/http/route.ts'
import { scopedTable } from '../../kernel/store/scope.ts'
import { publicAuthorities } from './authorities.ts'
import { certificateJobs } from './jobs.ts'
import { findCertificate, listCertificates } from './read.ts'
import { type CertificateRow, presentCertificate } from './row.ts'
import { applyFor, fetchCertificate, issue, refuseApplication, renewCertificate, revoke } from './write.ts'

const e = contract.endpoints

scopedTable('certificates', { placePath: 'place_path', also: ['owner_id'] })

/** Certificates of devices and bridges, from the application to the day when nobody believes them any more. */
export const certificate: CapabilityFactory = (kernel) => {
  const written = async (ctx: RequestContext, row: CertificateRow) => {
    const { owner_code: owner, state, serial, reason } = row
    ctx.audit({ subject: 'certificate', subjectId: row.id, placePath: row.place_path, after: { owner, state, serial, reason } })
    await ctx.emit({
      ...{ name: 'certificate.changed', subject: 'certificate', subjectId: row.id, payload: { state } },
      live: { placePath: row.place_path, permission: 'certificate.read' },
    })
    return presentCertificate(ctx.principal, row)
  }
  return {
    contract,
    placedTables: ['certificates'],
    sealed: [{ table: 'certificate_authorities', column: 'private_key' }],
    routes: [
      route(e.list, (ctx) => listCertificates(kernel, ctx.principal, ctx.scope, ctx.query)),
      route(e.read, async (ctx) => presentCertificate(ctx.principal, await findCertificate(kernel, ctx.scope, ctx.params.id))),
      route(e.authorities, () => publicAuthorities(kernel)),
      route(e.apply, async (ctx) => written(ctx, await applyFor(kernel, ctx.body, ctx))),
      route(e.renew, async (ctx) => written(ctx, await renewCertificate(kernel, ctx.params.id, ctx.body, ctx))),
      route(e.issue, async (ctx) => written(ctx, await issue(kernel, ctx.params.id, ctx.body, ctx))),
      route(e.refuse, async (ctx) => written(ctx, await refuseApplication(kernel, ctx.params.id, ctx.body, ctx))),
      route(e.revoke, async (ctx) => written(ctx, await revoke(kernel, ctx.params.id, ctx.body, ctx))),
      route(e.fetch, async (ctx) => {
        const { row, certificate, authority } = await fetchCertificate(kernel, ctx.params.id, ctx)
        ctx.audit({ subject: 'certificate', subjectId: row.id, placePath: row.place_path, after: { serial: row.serial } })
        return { certificate, authority }
      }),
    ],
    jobs: certificateJobs(kernel),
  }
}
