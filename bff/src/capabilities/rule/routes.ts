import { ruleEndpoints as e, type RuleContent, sentencesOf } from '@liren/contract/capabilities/rule'
import { ruleTemplates } from '@liren/contract/rule/templates'
import { dayOf } from '../../kernel/background/daily.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { reach, scopedRows } from '../../kernel/store/scope.ts'
import { checkRule } from './check.ts'
import { listFirings, listRules } from './list.ts'
import { rehearsePast } from './past.ts'
import { presentRules } from './present.ts'
import { ruleScope } from './row.ts'
import { settled } from './templates.ts'
import { namedIn, namesOf, vocabularyOf } from './world.ts'
import { createRule, findRule, removeRule, saveRule, turnRule, unknownTemplate } from './write.ts'

const day = 86_400_000

export function ruleRoutes(kernel: Kernel): Route[] {
  const one = async (scope: RequestContext['scope'], id: string, tx?: RequestContext['tx']) => {
    const [rule] = await presentRules(kernel, [await findRule(kernel, scope, id, tx)], tx)
    return rule as NonNullable<typeof rule>
  }
  const plain = (content: RuleContent, names: Parameters<typeof sentencesOf>[1]) => {
    const said = sentencesOf(content, names)
    return { when: [...said.when], given: said.given.map((group) => [...group]), actions: [...said.actions] }
  }
  return [
    route(e.list, (ctx) => listRules(kernel, ctx.scope, ctx.query)),
    route(e.vocabulary, () => vocabularyOf(kernel)),
    route(e.templates, async () => {
      const contents = await Promise.all(ruleTemplates.map(({ content }) => settled(kernel, content)))
      const names = namesOf(await namedIn(kernel, contents))
      return {
        items: ruleTemplates.map(({ code, name, text }, index) => ({
          code,
          name,
          text,
          sentences: plain(contents[index] as RuleContent, names),
        })),
      }
    }),
    route(e.firings, (ctx) => listFirings(kernel, ctx.scope, ctx.query)),
    route(e.check, async (ctx) => {
      const { place: _place, sentences: said, ...checked } = await checkRule(kernel, ctx.body, ctx, ctx.tx)
      const sentences = { when: [...said.when], given: said.given.map((group) => [...group]), actions: [...said.actions] }
      return { ...checked, sentences, faults: [...checked.faults], conflicts: [...checked.conflicts] }
    }),
    route(e.rehearse, async (ctx) => {
      const { place } = await checkRule(kernel, ctx.body, ctx, ctx.tx)
      return rehearsePast(kernel, ctx.body, place, ctx.tx)
    }),
    route(e.create, async (ctx) => one(ctx.scope, await createRule(kernel, ctx.body, ctx), ctx.tx)),
    route(e.install, async (ctx) => {
      const template = ruleTemplates.find(({ code }) => code === ctx.params.code)
      if (!template) throw unknownTemplate()
      const content = await settled(kernel, template.content, ctx.tx)
      return one(
        ctx.scope,
        await createRule(kernel, { ...ctx.body, name: template.name.zh, content, template: template.code }, ctx),
        ctx.tx,
      )
    }),
    route(e.read, (ctx) => one(ctx.scope, ctx.params.id)),
    route(e.versions, async (ctx) => {
      const row = await findRule(kernel, ctx.scope, ctx.params.id)
      const rows = await kernel.store.rows<{ number: number; name: string; content: string; saved_by: string; at: number }>(
        'SELECT number, name, content, saved_by, at FROM rule_versions WHERE rule_id = ? ORDER BY number DESC LIMIT 50',
        [row.id],
      )
      const contents = rows.map((version) => JSON.parse(version.content) as RuleContent)
      const names = namesOf(await namedIn(kernel, contents))
      return {
        items: rows.map((version, index) => ({
          ...{ number: Number(version.number), name: version.name, by: version.saved_by, at: iso(Number(version.at)) },
          ...{ content: contents[index] as RuleContent, sentences: plain(contents[index] as RuleContent, names) },
        })),
      }
    }),
    route(e.statistics, async (ctx) => {
      const row = await findRule(kernel, ctx.scope, ctx.params.id)
      const where = combine('AND', [{ sql: 'rule_id = ? AND at >= ?', params: [row.id, ctx.now - 30 * day] }, reach(ctx.scope, ruleScope)])
      const rows = await scopedRows<{ at: number }>(kernel.store, ctx.scope, 'rule_firings', {
        sql: `SELECT at FROM rule_firings WHERE ${where.sql} ORDER BY id DESC LIMIT 5000`,
        params: where.params,
      })
      const fired = new Map<string, number>()
      const zone = kernel.config.LIREN_TIME_ZONE
      for (const { at } of rows) fired.set(dayOf(Number(at), zone), (fired.get(dayOf(Number(at), zone)) ?? 0) + 1)
      const days = Array.from({ length: 30 }, (_, index) => dayOf(ctx.now - (29 - index) * day, zone))
      return { days: days.map((name) => ({ day: name, fired: fired.get(name) ?? 0 })) }
    }),
    route(e.save, async (ctx) => {
      await saveRule(kernel, await findRule(kernel, ctx.scope, ctx.params.id, ctx.tx), ctx.body, ctx)
      return one(ctx.scope, ctx.params.id, ctx.tx)
    }),
    route(e.turn, async (ctx) => {
      await turnRule(kernel, await findRule(kernel, ctx.scope, ctx.params.id, ctx.tx), ctx.body, ctx)
      return one(ctx.scope, ctx.params.id, ctx.tx)
    }),
    route(e.remove, async (ctx) => removeRule(kernel, await findRule(kernel, ctx.scope, ctx.params.id, ctx.tx), ctx.query.version, ctx)),
  ]
}
