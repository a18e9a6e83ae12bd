import { type Text, text } from '@liren/contract'
import type { Consumer, StoredEvent } from '../../kernel/capability.ts'
import { holdersAnywhere } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { sendMessage } from './send.ts'

interface Alert {
  /** Whoever holds this must hear of it. */
  readonly permission: 'audit.read' | 'audit.review'
  readonly urgent: boolean
  readonly title: Text
  body(event: StoredEvent): Text
}

const alerts: Readonly<Record<string, Alert>> = {
  'audit.row-altered': {
    permission: 'audit.read',
    urgent: true,
    title: text('数据被绕过系统改动', 'A row was changed behind the application'),
    body: ({ subject, subjectId }) =>
      text(
        `${subject} 的记录 ${subjectId} 未通过完整性校验，请在“审计 · 完整性”中核实`,
        `Record ${subjectId} of ${subject} failed its integrity check; please look into it under Audit, Integrity`,
      ),
  },
  'audit.trail-broken': {
    permission: 'audit.read',
    urgent: true,
    title: text('审计链校验未通过', 'The audit trail is broken'),
    body: ({ payload }) =>
      text(`发现 ${payload.findings} 处异常，请在“审计 · 完整性”中查看`, `${payload.findings} findings; please see Audit, Integrity`),
  },
  'audit.review-due': {
    permission: 'audit.review',
    urgent: false,
    title: text('月度日志待审阅', 'The monthly log review is due'),
    body: ({ payload }) =>
      text(
        `${payload.month} 的日志已汇总，${payload.anomalies} 类异常待结论`,
        `The log of ${payload.month} is counted; ${payload.anomalies} kinds of anomalies wait for a conclusion`,
      ),
  },
}

/** Tells those who audit what only they can judge; an alert that nobody hears is none. */
export function auditTeller(kernel: Kernel): Consumer {
  return {
    name: 'message.audit',
    on: Object.keys(alerts),
    async handle(event, tx) {
      const alert = alerts[event.name]
      if (!alert) return
      for (const { id } of await holdersAnywhere(kernel, alert.permission, tx))
        await sendMessage(
          kernel,
          {
            userId: id,
            group: 'case',
            title: alert.title,
            body: alert.body(event),
            subject: 'audit',
            subjectId: event.subjectId,
            urgent: alert.urgent,
            source: 'audit',
            cause: event.id,
          },
          tx,
        )
    },
  }
}
