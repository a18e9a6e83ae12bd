import { Readable } from 'node:stream'
import type { QueryOf } from '@liren/contract'
import { alarmKinds, alarmLevels, alarmStates } from '@liren/contract/capabilities/alarm'
import {
  evaluations,
  goodCoverage,
  type hazardEndpoints,
  keyStateNames,
  keyStates,
  type SafetyReport,
} from '@liren/contract/capabilities/hazard'
import { startOfDay } from '../../../kernel/background/daily.ts'
import { refuse } from '../../../kernel/errors.ts'
import type { Scope } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { combine } from '../../../kernel/store/condition.ts'
import { reach, scopedRows, underPlaces } from '../../../kernel/store/scope.ts'
import { type OutCell, writeWorkbook } from '../../../kernel/workbook/write.ts'
import { placeForCase } from '../../place/read.ts'
import { countHazards } from '../load.ts'
import { hazardScope } from '../row.ts'
import { type KeyRow, presentKeyPlaces } from './places.ts'

/** More points than this are no key places any more. */
const mostPoints = 500

const nextMonth = (month: string): string => {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}
const lastDay = (month: string): string => new Date(Date.parse(`${nextMonth(month)}-01T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

/** What happened in a month and how the points stand now; every figure is a count of rows that the lists show too. */
export async function safetyReport(
  kernel: Kernel,
  scope: Scope,
  query: QueryOf<typeof hazardEndpoints.safetyReport>,
): Promise<SafetyReport> {
  const place = await placeForCase(kernel, query.placeId)
  if (!place || !scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  const zone = kernel.config.LIREN_TIME_ZONE
  const [from, to] = [startOfDay(`${query.month}-01`, zone), startOfDay(`${nextMonth(query.month)}-01`, zone)]
  const here = (column = 'place_path', alias?: string) =>
    combine('AND', [reach(scope, hazardScope, alias), underPlaces(column, [place.path])])
  const where = here()
  const rows = await scopedRows<KeyRow>(kernel.store, scope, 'key_places', {
    sql: `SELECT * FROM key_places WHERE ${where.sql} ORDER BY id LIMIT ${mostPoints}`,
    params: where.params,
  })
  const points = await presentKeyPlaces(kernel, rows)
  const done = await scopedRows<{ key_place_id: string; n: number; passed: number }>(kernel.store, scope, 'key_inspections', {
    sql: `SELECT key_place_id, COUNT(*) AS n, SUM(is_passed) AS passed FROM key_inspections
          WHERE ${where.sql} AND done_at >= ? AND done_at < ? AND is_recheck = 0 GROUP BY key_place_id`,
    params: [...where.params, from, to],
  })
  const events = here('a.place_path', 'a')
  const [security] = await scopedRows<{ n: number }>(kernel.store, scope, 'alarms', {
    sql: `SELECT COUNT(*) AS n FROM alarms a WHERE ${events.sql} AND a.grp = 'security' AND a.audience IS NULL AND a.created_at >= ? AND a.created_at < ?`,
    params: [...events.params, from, to],
  })
  const sum = (of: (row: (typeof done)[number]) => number) => done.reduce((total, row) => total + Number(of(row)), 0)
  const [all, passed] = [sum(({ n }) => n), sum((row) => row.passed)]
  const states = Object.fromEntries(keyStateNames.map((name) => [name, points.filter(({ state }) => state === name).length])) as Record<
    (typeof keyStateNames)[number],
    number
  >
  const coverage = points.length === 0 ? null : Math.round((done.length / points.length) * 1000) / 10
  return {
    ...{ month: query.month, place: { id: place.id, label: place.label }, keyPlaces: { total: points.length, ...states } },
    inspections: { done: all, passed, failed: all - passed, places: done.length, coverage },
    hazards: await countHazards(kernel, scope, { placeId: place.id, from: `${query.month}-01`, to: lastDay(query.month) }),
    securityEvents: Number(security?.n ?? 0),
    evaluation: evaluate(states, coverage),
    points: points.map(({ id, name, place: { label }, ...now }) => ({
      ...{ id, name, place: label, state: now.state, openHazards: now.openHazards, openFindings: now.openFindings },
    })),
  }
}

/** Danger anywhere is poor; a fault that stands, or places that nobody looked at, are fair. */
const evaluate = (states: { danger: number; faulty: number }, coverage: number | null): SafetyReport['evaluation'] =>
  states.danger > 0 ? 'poor' : states.faulty > 0 || coverage === null || coverage < goodCoverage ? 'fair' : 'good'

const head = (text: string): OutCell => ({ text, style: 'head' })

/** The report as it is filed, with who took it and when on it. */
export const safetyWorkbook = (report: SafetyReport, mark: string): Readable =>
  Readable.from(
    writeWorkbook({
      sheets: [
        {
          ...{ name: '总体评价', header: mark, footer: mark, widths: [24, 16], frozenRows: 2 },
          rows: [
            [{ text: `${report.place.label} ${report.month} 安全总体评价月报`, style: 'note' }],
            ['指标', '数值'].map(head),
            ['总体评价', evaluations[report.evaluation].zh],
            ['重点部位与设施', report.keyPlaces.total],
            ...keyStateNames.map((name): OutCell[] => [keyStates[name].zh, report.keyPlaces[name]]),
            ['本月巡查次数', report.inspections.done],
            ['合格', report.inspections.passed],
            ['不合格', report.inspections.failed],
            ['巡查覆盖率 %', report.inspections.coverage ?? ''],
            ['本月隐患', report.hazards.total],
            ['本月安防事件', report.securityEvents],
            ['平均处置分钟', report.hazards.handleMinutes ?? ''],
          ],
        },
        {
          ...{ name: '隐患构成', header: mark, footer: mark, widths: [14, 24, 10], frozenRows: 1 },
          rows: [
            ['口径', '类别', '数量'].map(head),
            ...report.hazards.byKind.map(({ kind, count }): OutCell[] => ['类型', alarmKinds[kind].text.zh, count]),
            ...report.hazards.byLevel.map(({ level, count }): OutCell[] => ['等级', alarmLevels[level].zh, count]),
            ...report.hazards.byState.map(({ state, count }): OutCell[] => ['状态', alarmStates[state].text.zh, count]),
          ],
        },
        {
          ...{ name: '风险点', header: mark, footer: mark, widths: [30, 40, 14, 14, 14], frozenRows: 1 },
          rows: [
            ['部位或设施', '位置', '状态', '未关闭隐患', '巡查问题'].map(head),
            ...report.points.map((one): OutCell[] => [one.name, one.place, keyStates[one.state].zh, one.openHazards, one.openFindings]),
          ],
        },
      ],
    }),
  )
