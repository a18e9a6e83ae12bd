export const goodBodies = [
  { text: '{"id":"a-1","ts":1760000000000,"values":{"percent":42,"weightKg":12.5}}', says: { id: 'a-1', values: { percent: 42 } } },
  { text: '{"type":"bin.level","data":{"percent":95}}', says: { type: 'bin.level', data: { percent: 95 } } },
  { text: '{"type":"shaken","level":"alarm","values":{"times":3}}', says: { type: 'shaken', level: 'alarm' } },
]

export const badBodies = [
  { text: '', at: 0, why: /empty/ },
  { text: '[{"values":{}}]', at: 0, why: /not an object/ },
  { text: '{"values":{"percent":4', at: 22, why: /not JSON/ },
  { text: '{"values":[1]}', at: 0, why: /no values/ },
  { text: '{"id":{},"values":{}}', at: 0, why: /id is neither/ },
  { text: '{"type":"no name!","values":{}}', at: 0, why: /type is not a name/ },
]

/** One signature by hand, so that another program can be held against it. */
export const signedSample = {
  code: 'bin-1',
  secret: 'the-secret-of-bin-1',
  signed: {
    method: 'POST',
    path: '/v1/devices/bin-1/messages',
    time: '1760000000000',
    nonce: 'abcdefgh-1',
    body: Buffer.from('{"values":{}}'),
  },
}
