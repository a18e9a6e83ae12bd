/** Payloads as they come, and what they are refused for. */
export const badPayloads = [
  ['', 'empty'],
  ['open', 'not JSON'],
  ['[]', 'not an object'],
  ['null', 'not an object'],
  ['{}', 'no values'],
  ['{"values":[1]}', 'no values'],
  ['{"id":{},"values":{}}', 'id is neither text nor number'],
] as const

export const goodPayloads = [
  {
    model: 'door-contact',
    payload: '{"id":"a1","ts":1000000,"values":{"open":true,"battery":77}}',
    types: ['door.opened', 'device.battery'],
  },
  { model: 'door-contact', payload: '{"id":7,"values":{"open":false,"rssi":-70}}', types: ['door.closed'] },
  { model: 'door-contact', payload: '{"values":{"open":"yes"}}', types: [] },
  { model: 'smoke-sensor', payload: '{"values":{"alarm":true,"battery":60}}', types: ['fire.alarmed', 'device.battery'] },
  { model: 'smoke-sensor', payload: '{"values":{"alarm":false}}', types: ['fire.cleared'] },
  { model: 'meter-json', payload: '{"values":{"energyWh":12,"powerW":3.5}}', types: ['meter.read'] },
] as const
