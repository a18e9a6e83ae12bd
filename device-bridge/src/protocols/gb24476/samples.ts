const lift = '31103304012016080099'

export const goodReports = [
  {
    text: `{"id":"r-1","lift":"${lift}","ts":1760000000000,"items":{"serviceMode":1,"carStatus":1,"carDirection":2,"doorZone":2,"carPosition":"B1","doorStatus":1,"passengerStatus":1,"speed":1.75}}`,
    says: {
      lift,
      state: {
        mode: 'normal',
        isMoving: true,
        direction: 'down',
        inDoorZone: false,
        floor: 'B1',
        door: 'closed',
        hasPassenger: true,
        speedMs: 1.75,
      },
    },
  },
  { text: `{"lift":"963331","items":{"carPosition":"１２Ａ","doorZone":0}}`, says: { state: { floor: '12A', inDoorZone: false } } },
  {
    text: `{"lift":"${lift}","faults":[{"code":"02"},{"code":11,"isActive":false}]}`,
    says: {
      faults: [
        { code: '02', isActive: true },
        { code: '11', isActive: false },
      ],
    },
  },
  {
    text: `{"lift":"${lift}","items":{"presentCounterValue":120034,"totalRunningTime":8123.5}}`,
    says: { counted: { runs: 120034, runHours: 8123.5 } },
  },
  // Of a maker's gateway, from its public text.
  {
    text: '{"TY":"M","ST":"S","D":"lpPuYAEAAAEAAQAAAQBcAAAAACY="}',
    says: {
      at: 0x60ee9396 * 1000,
      trapped: false,
      state: {
        direction: 'none',
        inDoorZone: false,
        speedMs: 0,
        hasPassenger: false,
        floor: '1',
        mode: 'normal',
        isMoving: false,
        door: 'open',
      },
    },
  },
]

export const badReports = [
  { text: '', at: 0, why: /not JSON/ },
  { text: '{"items":{}}', at: 0, why: /lift/ },
  { text: '{"lift":"12"}', at: 1, why: /lift/ },
  { text: `{"lift":"${lift}","items":{"doorStatus":7}}`, at: 40, why: /without a meaning/ },
  { text: `{"lift":"${lift}","items":{"serviceMode":9}}`, at: 40, why: /serviceMode/ },
  { text: `{"lift":"${lift}","items":{"carPosition":"123456789"}}`, at: 40, why: /carPosition/ },
  { text: `{"lift":"${lift}","faults":[{"code":"<script>"}]}`, at: 0, why: /code/ },
  // Also public; its state has a value that the table does not define.
  { text: '{"TY":"M","ST":"S","D":"nITTXQEVAAAAAQAAAQAAAAAAAB4="}', at: 19, why: /byte 5: state 21/ },
  { text: '{"TY":"M","ST":"S","D":"lpPuYAEAAAEAAQ=="}', at: 19, why: /byte 10: 10 bytes/ },
]
