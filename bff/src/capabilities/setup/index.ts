import { setup as contract, setupSteps } from '@liren/contract/capabilities/setup'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { type RequestContext, route } from '../../kernel/http/route.ts'
import { forEver, insertAccount } from '../../kernel/identity/accounts.ts'
import { assignRole, theHouse } from '../../kernel/identity/assign.ts'
import { builtinRoleId } from '../../kernel/identity/index.ts'
import { hashNew } from '../../kernel/identity/passwords.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { isSetupCode } from './code.ts'
import { isSetUp, readProgress, writeProgress } from './read.ts'

const e = contract.endpoints
type Step = RequestContext<typeof e.step>
type Of<S extends Step['body']['step']> = Extract<Step['body'], { step: S }>

const idleMinutes = 30
const maxFailures = 5

/** First start: six steps that can be left and taken up again, for whoever can read the console. */
export const setup: CapabilityFactory = (kernel) => {
  const state = async (tx?: Step['tx']) => {
    const progress = await readProgress(kernel, tx)
    return {
      needed: !kernel.config.LIREN_DEMO && !(await isSetUp(kernel, tx)),
      isDemo: kernel.config.LIREN_DEMO,
      done: setupSteps.filter((step) => progress.done.includes(step)),
      language: progress.language,
      appearance: progress.appearance,
      community: progress.community,
    }
  }

  const makeAdmin = (ctx: Step, body: Of<'admin'>, id: string, passwordHash: string) =>
    insertAccount(
      kernel,
      {
        id,
        account: body.account,
        name: body.name,
        phone: body.phone,
        class: 'street',
        validFrom: ctx.now,
        validUntil: forEver,
        idleMinutes,
        maxFailures,
        passwordHash,
      },
      ctx.tx,
    )

  /** The first branch of the tree, from the city to the first estate, and the administrator's role over all of it. */
  const makeCommunity = async (ctx: Step, body: Of<'community'>, adminId: string) => {
    const levels = [
      ['city', 'c1', body.city],
      ['street', 's1', body.street],
      ['community', 'q1', body.community],
      ['estate', 'e1', body.estate],
    ] as const
    const made: { id: string; path: string; fullName: string }[] = []
    for (const [kind, code, name] of levels) {
      const parent = made.at(-1)
      const place = {
        id: kernel.ids.next(),
        path: `${parent?.path ?? '/'}${code}/`,
        fullName: parent ? `${parent.fullName} · ${name}` : name,
      }
      const { longitude, latitude } = body
      await insertOnce(
        kernel.store,
        'places',
        {
          id: place.id,
          parent_id: parent?.id ?? null,
          kind,
          code,
          name,
          path: place.path,
          full_name: place.fullName,
          longitude,
          latitude,
          created_at: ctx.now,
        },
        ctx.tx,
      )
      made.push(place)
    }
    const [root] = made
    if (!root) throw refuse('internal')
    const assignment = { roleId: builtinRoleId('system-administrator'), place: root, from: null, until: null }
    await assignRole(kernel, theHouse, { kind: 'user', id: adminId }, assignment, ctx.tx)
  }

  return {
    contract,
    routes: [
      route(e.state, () => state()),

      route(
        e.step,
        async ({ body }) => {
          if (!isSetupCode(kernel, body.code)) throw refuseWith(e.step.errors, 'setup.code-wrong')
          if (body.step !== 'admin') return undefined
          const id = kernel.ids.next()
          const person = { id, account: body.account, name: body.name, phone: body.phone }
          return { id, passwordHash: await hashNew(kernel, body.password, person, 'body.password') }
        },
        async (ctx, admin: { id: string; passwordHash: string } | undefined) => {
          const { body } = ctx
          if (kernel.config.LIREN_DEMO || (await isSetUp(kernel, ctx.tx))) throw refuseWith(e.step.errors, 'setup.over')
          const progress = await readProgress(kernel, ctx.tx)
          const missing = setupSteps.slice(0, setupSteps.indexOf(body.step)).find((step) => !progress.done.includes(step))
          if (missing) throw refuseWith(e.step.errors, 'setup.step-missing', { details: { step: missing } })
          let next = { ...progress, done: [...new Set([...progress.done, body.step])] }
          if (body.step === 'language') next = { ...next, language: body.language, appearance: body.appearance }
          if (body.step === 'admin' && admin && progress.adminId === null) {
            await makeAdmin(ctx, body, admin.id, admin.passwordHash)
            next = { ...next, adminId: admin.id }
          }
          if (body.step === 'community' && progress.community === null && progress.adminId !== null) {
            await makeCommunity(ctx, body, progress.adminId)
            next = { ...next, community: { name: body.community } }
          }
          await writeProgress(kernel, next, ctx.tx)
          ctx.audit({ subject: 'setup', subjectId: body.step })
          if (body.step === 'check') await ctx.emit({ name: 'setup.finished', subject: 'setup', subjectId: 'setup', payload: {} })
          return state(ctx.tx)
        },
      ),
    ],
  }
}
