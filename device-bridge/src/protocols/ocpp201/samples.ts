import { expect } from 'vitest'

const time = '2026-03-02T02:00:00Z'
const call = (action: string, payload: object): string => JSON.stringify([2, 'a1', action, payload])

export const goodMessages = [
  {
    text: call('BootNotification', { reason: 'PowerUp', chargingStation: { model: 'M', vendorName: 'V' } }),
    says: { kind: 'call', action: 'BootNotification' },
  },
  {
    text: call('TransactionEvent', {
      eventType: 'Started',
      timestamp: time,
      triggerReason: 'Authorized',
      seqNo: 0,
      transactionInfo: { transactionId: 't-1' },
    }),
    says: { action: 'TransactionEvent', payload: { seqNo: 0 } },
  },
  {
    text: call('StatusNotification', { timestamp: time, connectorStatus: 'Charging', evseId: 1, connectorId: 1 }),
    says: { faults: [expect.stringMatching(/^connectorStatus:/)] },
  },
  {
    text: call('TransactionEvent', { eventType: 'Started', timestamp: time, triggerReason: 'Authorized', seqNo: -1, transactionInfo: {} }),
    says: { faults: [expect.stringMatching(/^seqNo:/), expect.stringMatching(/^transactionInfo.transactionId:/)] },
  },
  { text: '[3,"a1",{"status":"Accepted"}]', says: { kind: 'result' } },
]

export const badMessages = [
  { text: '[2,"a1","BootNotification",{"reason"', at: 36, why: /not JSON/ },
  { text: '[6,"a1","Heartbeat",{}]', at: 1, why: /6 is no type/ },
  { text: '[2,"a1","Heart beat",{}]', at: 3, why: /without an action/ },
]
