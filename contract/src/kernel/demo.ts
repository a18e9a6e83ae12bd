/**
 * Accounts that the simulators know, so that the demonstration runs without any real one. They open nothing
 * outside this machine, and a production start never uses them.
 */
export const demoAccounts = {
  wechat: { appId: 'wx0000demonstration', secret: 'demonstration-only' },
  cityFire: { id: 'liren-demonstration', secret: 'demonstration-only' },
  /** The provincial application and the property system that are played. */
  outside: { key: 'demonstration-only' },
  government: { appId: 'liren-demonstration', secret: 'demonstration-only' },
  sms: { secretId: 'demonstration', secretKey: 'demonstration-only', appId: '1400000000', signName: '里仁演示', region: 'ap-guangzhou' },
} as const

/** Under which numbers the demonstration may ask the simulated public data platform. */
export const demoAuthorisations = {
  'minimum-living': 'GA-MZ-2026-0012',
  'disability-card': 'GA-CL-2025-0107',
  'business-register': 'GA-SJ-2026-0033',
} as const

/**
 * Ids of rows that the demonstration brought along carry this after their ten characters of time. An id made by
 * the house has it by chance once in a thousand million, and these rows can be told apart and cleared together.
 */
export const demoMark = 'dem0sd'
export const isDemoId = (id: string): boolean => id.slice(10, 16) === demoMark
/** For `id LIKE ?`. */
export const demoIdPattern = `__________${demoMark}%`

/** Telephones of the neighbours and workers whom the life simulator moves; personas are left to whoever tries them. */
export const demoLife = {
  /** Two in each estate. */
  residents: ['10000009001', '10000009002', '10000009003', '10000009004', '10000009005', '10000009006'],
  /** One in each estate. */
  workers: ['10000000021', '10000000022', '10000000023'],
} as const
