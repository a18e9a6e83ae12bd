/** Why a charging ended, by the pile's own code. */
const reasons: Readonly<Record<number, string>> = {
  64: 'remote',
  65: 'soc-full',
  66: 'energy-reached',
  67: 'money-reached',
  68: 'time-reached',
  69: 'by-hand',
  74: 'not-begun-controller',
  75: 'not-begun-guide-open',
  76: 'not-begun-breaker',
  77: 'not-begun-meter-link',
  78: 'not-begun-no-balance',
  79: 'not-begun-module',
  80: 'not-begun-emergency-stop',
  81: 'not-begun-surge',
  82: 'not-begun-bms-not-ready',
  83: 'not-begun-temperature',
  84: 'not-begun-battery-reversed',
  85: 'not-begun-lock',
  86: 'not-begun-switch',
  87: 'not-begun-insulation',
  106: 'system-lock',
  107: 'guide-open',
  108: 'breaker',
  109: 'meter-link',
  110: 'no-balance',
  111: 'ac-protection',
  112: 'dc-protection',
  113: 'module',
  114: 'emergency-stop',
  115: 'surge',
  116: 'temperature',
  117: 'output',
  118: 'no-current',
  119: 'lock',
  128: 'battery-hot',
  129: 'battery-state',
  130: 'vehicle-forbids',
  131: 'power-lost',
  144: 'unknown',
}

/** Codes between those that have a name of their own belong to a range. */
const ranges: readonly { readonly from: number; readonly until: number; readonly name: string }[] = [
  { from: 0x59, until: 0x64, name: 'not-begun-bms' },
  { from: 0x4a, until: 0x69, name: 'not-begun' },
  { from: 0x79, until: 0x7f, name: 'limit' },
  { from: 0x84, until: 0x89, name: 'bms-timeout' },
]

export const stopReason = (code: number): string =>
  reasons[code] ?? ranges.find(({ from, until }) => code >= from && code <= until)?.name ?? `code-${code.toString(16)}`

/** Whether the code says that it never began. */
export const neverBegan = (code: number): boolean => code >= 0x4a && code <= 0x69

export const startRefusals = ['nothing said', 'another pile', 'already charging', 'a fault', 'offline', 'not plugged in'] as const
export const stopRefusals = ['nothing said', 'another pile', 'not charging', 'another reason'] as const
