import { expect } from 'vitest'

export const goodMessages = [
  { text: '[2,"dup1","Heartbeat",{}]', says: { kind: 'call', id: 'dup1', action: 'Heartbeat' } },
  { text: '[3,"dup1",{"currentTime":"2026-01-01T00:00:00Z"}]', says: { kind: 'result', id: 'dup1' } },
  { text: '[4,"abc1","PropertyConstraintViolation","…",{}]', says: { kind: 'error', code: 'PropertyConstraintViolation' } },
  {
    text: '[2,"abc1","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Faultd"}]',
    says: { kind: 'call', action: 'StatusNotification', faults: [expect.stringMatching(/^status:/)] },
  },
  {
    text: '[3,"7",{"transactionId":7,"idTagInfo":{"status":"Accepted"}}]',
    says: { kind: 'result', payload: { transactionId: 7, idTagInfo: { status: 'Accepted' } } },
  },
]

export const badMessages = [
  { text: '', at: 0, why: /not JSON/ },
  { text: '[2,"abc4","Authorize",{"idTag":"A1B', at: 31, why: /not JSON/ },
  { text: '{"a":1}', at: 0, why: /not an array/ },
  { text: '[5,"x","Heartbeat",{}]', at: 1, why: /5 is no type/ },
  { text: '[]', at: 1, why: /nothing is no type/ },
  { text: '[2,"","Heartbeat",{}]', at: 3, why: /1 to 36/ },
  { text: `[2,"${'x'.repeat(37)}","Heartbeat",{}]`, at: 3, why: /1 to 36/ },
  { text: '[2,7,"Heartbeat",{}]', at: 3, why: /1 to 36/ },
  { text: '[2,"a","",{}]', at: 3, why: /without an action/ },
  { text: '[2,"a","Heartbeat",[]]', at: 3, why: /without an object/ },
  { text: '[3,"a",null]', at: 3, why: /without an object/ },
]

const time = '2026-03-02T02:00:00Z'

/** What piles in the field send, and how it is read. */
export const fieldMessages = [
  {
    why: 'a reading as a number',
    action: 'MeterValues',
    sent: { connectorId: 1, meterValue: [{ timestamp: time, sampledValue: [{ value: 5 }] }] },
    mends: { connectorId: 1, meterValue: [{ timestamp: time, sampledValue: [{ value: '5' }] }] },
  },
  {
    why: 'one reading that is no list',
    action: 'MeterValues',
    sent: { connectorId: 1, meterValue: { timestamp: time, sampledValue: { value: '5' } } },
    mends: { connectorId: 1, meterValue: [{ timestamp: time, sampledValue: [{ value: '5' }] }] },
  },
  {
    why: 'an empty list among the readings of an end',
    action: 'StopTransaction',
    sent: { transactionId: 1, transactionData: [{ timestamp: time, sampledValue: [] }] },
    mends: { transactionId: 1, transactionData: [] },
  },
  {
    why: 'an error code of its own',
    action: 'StatusNotification',
    sent: { connectorId: 1, errorCode: 'Error', status: 'Faulted' },
    mends: { connectorId: 1, errorCode: 'OtherError', vendorErrorCode: 'Error', status: 'Faulted' },
  },
]
