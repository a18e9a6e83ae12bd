import type { Job } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'

const day = 86_400_000
/** Logs of who came when are kept elsewhere; here only what is needed to let people in. */
const keptMs = 180 * day

/** Forgets sessions, codes and counters that can no longer open anything. */
export const sessionJobs = (kernel: Kernel): Job[] => [
  {
    kind: 'session.sweep',
    text: { zh: '清理过期会话与验证码', en: 'Clear ended sessions and spent codes' },
    daily: '03:40',
    async run(_, { now }) {
      const { store } = kernel
      await store.run('DELETE FROM sessions WHERE expires_at <= ?', [now - keptMs])
      await store.run('DELETE FROM sms_codes WHERE expires_at <= ?', [now - day])
      await store.run('DELETE FROM wechat_tickets WHERE expires_at <= ?', [now - day])
      await store.run('DELETE FROM used_codes WHERE expires_at <= ?', [now])
      await store.run('DELETE FROM sign_in_failures WHERE window_at <= ? AND locked_until_at <= ?', [now - day, now])
      await store.run('DELETE FROM known_devices WHERE used_at <= ?', [now - keptMs])
    },
  },
]
