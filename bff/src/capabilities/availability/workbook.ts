import type { Availability, AvailabilityFigures, Outage } from '@liren/contract/capabilities/availability'
import { mtbfGoalHours, outageCauses, outageKinds, uptimeGoal } from '@liren/contract/capabilities/availability'
import { type OutCell, writeWorkbook } from '../../kernel/workbook/write.ts'

const head = (text: string): OutCell => ({ text, style: 'head' })
const note = (text: string): OutCell => ({ text, style: 'note' })
const names = ['期间', '监测小时', '计划维护小时', '中断小时', '故障次数', '可用率 %', 'MTBF 小时', 'MTTR 分钟', '提示']

const line = (name: string, of: AvailabilityFigures): OutCell[] => [
  ...[name, of.watchedHours, of.plannedHours, of.downHours, of.failures, of.uptime, of.mtbfHours, of.mttrMinutes],
  [of.isUptimeLow ? `可用率低于 ${uptimeGoal}%` : '', of.isMtbfLow ? `MTBF 低于 ${mtbfGoalHours} 小时` : ''].filter(Boolean).join('；'),
]

/** The report of a year to be filed, with who took it and when on it. */
export const reportWorkbook = (report: Availability, outages: readonly Outage[], mark: string) =>
  writeWorkbook({
    sheets: [
      {
        ...{ name: '可用性', header: mark, footer: mark, widths: [16, 12, 14, 12, 10, 12, 14, 12, 36], frozenRows: 2 },
        rows: [
          [note(mark)],
          names.map(head),
          line(`${report.year.year} 年`, report.year),
          ...report.months.filter(({ watchedHours }) => watchedHours > 0).map((month) => line(month.month, month)),
        ],
      },
      {
        ...{ name: '中断记录', header: mark, footer: mark, widths: [26, 26, 10, 14, 12, 18, 40], frozenRows: 1 },
        rows: [
          ['开始', '恢复', '分钟', '现象', '计划内', '原因类别', '说明'].map(head),
          ...outages.map((one): OutCell[] => [
            ...[one.from, one.to, one.minutes, `${outageCauses[one.cause].zh} ${one.checks}`.trim(), one.isPlanned ? '是' : '否'],
            ...[one.kind === null ? '未说明' : outageKinds[one.kind].zh, one.reason],
          ]),
        ],
      },
    ],
  })
