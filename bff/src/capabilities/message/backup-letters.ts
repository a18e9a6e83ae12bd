import { type Text, text } from '@liren/contract'
import type { Consumer, StoredEvent } from '../../kernel/capability.ts'
import { holdersAnywhere } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { sendMessage } from './send.ts'

const alerts: Readonly<Record<string, { title: Text; body(event: StoredEvent): Text }>> = {
  'backup.missed': {
    title: text('漏备告警', 'A day has no backup'),
    body: ({ payload }) =>
      text(
        `${payload.day} 没有按计划完成备份，请在“备份”中查看原因并补做`,
        `${payload.day} has no backup although the plan asks for one; please see Backups and make it good`,
      ),
  },
  'backup.failed': {
    title: text('备份未完成', 'A backup failed'),
    body: ({ payload }) => text(`原因：${payload.fault}`, `The reason: ${payload.fault}`),
  },
  'backup.damaged': {
    title: text('备份校验未通过', 'A backup is damaged'),
    body: ({ payload }) =>
      text(
        `${payload.name} 已不完整，请立即重新备份：${payload.fault}`,
        `${payload.name} is no longer whole, make a new one: ${payload.fault}`,
      ),
  },
}

/** Tells those who keep the house that there may be nothing to go back to. */
export function backupTeller(kernel: Kernel): Consumer {
  return {
    name: 'message.backup',
    on: Object.keys(alerts),
    async handle(event, tx) {
      const alert = alerts[event.name]
      if (!alert) return
      for (const { id } of await holdersAnywhere(kernel, 'backup.manage', tx))
        await sendMessage(
          kernel,
          {
            ...{ userId: id, group: 'case', title: alert.title, body: alert.body(event), urgent: true },
            ...{ subject: 'backup', subjectId: event.subjectId, source: 'backup', cause: event.id },
          },
          tx,
        )
    },
  }
}
