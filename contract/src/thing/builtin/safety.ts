import { battery, builtin, does, flag, identify, measured, oneOf, param, reboot, says } from './parts.ts'

const active = param('isActive', 'boolean', '是否发生', 'Active', { isOptional: false })
const kind = param('kind', 'text', '类型', 'Kind', { isOptional: false })
const floor = param('floor', 'text', '楼层', 'Floor', { maxLength: 8 })
const silence = does('alarm.silence', '消音', 'Silence', [param('seconds', 'integer', '秒数', 'Seconds', { min: 1, max: 3600 })], {
  isDangerous: true,
})
const fireAlarm = says('fire.alarmed', '火警', 'Fire alarm', 'alarm', [
  kind,
  param('zone', 'text', '区域', 'Zone'),
  param('text', 'text', '说明', 'Words'),
])
const fault = says('device.fault', '故障', 'Fault', 'fault', [
  param('code', 'text', '代码', 'Code'),
  param('text', 'text', '说明', 'Words'),
])

const air = (field: string, zh: string, en: string, unit: string, more = {}) => measured('environment.read', field, zh, en, unit, more)

export const safetyProducts = [
  builtin(
    'fire-panel',
    '用户信息传输装置',
    ['safety', 'fire', 'gb26875'],
    'fire',
    {
      properties: [flag('fire.power', 'isFaulty', 'isPowerFaulty', '电源故障', 'Power fault')],
      events: [
        fireAlarm,
        says('fire.cleared', '火警解除', 'Fire alarm cleared', 'info', [param('zone', 'text', '区域', 'Zone')]),
        says('fire.fault', '消防故障', 'Fire system fault', 'fault', [active, param('text', 'text', '说明', 'Words')]),
        says('fire.panel', '主机操作', 'Panel operated', 'info', [param('operation', 'text', '操作', 'Operation', { isOptional: false })]),
      ],
      services: [silence, does('alarm.reset', '复位', 'Reset', [], { isDangerous: true })],
    },
    { grade: 'high', maintenanceDays: 30 },
  ),
  builtin('smoke-detector', '独立烟感', ['safety', 'smoke', 'coap'], 'battery', {
    properties: [
      battery,
      measured('smoke.level', 'percent', '烟雾浓度', 'Smoke', '%', { code: 'smoke', min: 0, max: 100 }),
      flag('smoke.silenced', 'isActive', 'isSilenced', '已消音', 'Silenced'),
    ],
    events: [
      fireAlarm,
      says('fire.cleared', '火警解除', 'Fire alarm cleared', 'info'),
      fault,
      says('device.tampered', '被拆下', 'Taken down', 'alarm', [active]),
    ],
    services: [silence],
  }),
  builtin('hydrant', '消火栓监测', ['safety', 'hydrant', 'lorawan'], 'battery', {
    properties: [measured('hydrant.read', 'pressureKpa', '水压', 'Pressure', 'kPa', { min: 0 }), battery],
    events: [
      says('hydrant.opened', '消火栓被打开', 'Hydrant opened', 'alarm'),
      says('hydrant.closed', '消火栓已关闭', 'Hydrant closed', 'info'),
      says('hydrant.disturbed', '消火栓被碰动', 'Hydrant disturbed', 'warning', [kind, active]),
      fault,
    ],
  }),
  builtin(
    'lift-monitor',
    '电梯物联网终端',
    ['lift', 'lift', 'gb24476'],
    'lift',
    {
      properties: [
        {
          code: 'floor',
          text: { zh: '楼层', en: 'Floor' },
          type: 'text',
          maxLength: 8,
          access: 'read',
          from: { event: 'lift.state', field: 'floor' },
        },
        oneOf('lift.state', 'direction', '运行方向', 'Direction', {
          up: ['上行', 'Up'],
          down: ['下行', 'Down'],
          none: ['停止', 'Standing'],
        }),
        oneOf('lift.state', 'door', '轿门', 'Door', {
          open: ['开', 'Open'],
          opening: ['开门中', 'Opening'],
          closing: ['关门中', 'Closing'],
          closed: ['关', 'Closed'],
          unknown: ['未知', 'Unknown'],
        }),
        measured('lift.state', 'speedMs', '速度', 'Speed', 'm/s'),
        measured('lift.state', 'passengers', '人数', 'Passengers', '人', { type: 'integer', min: 0 }),
        measured('lift.vibration', 'zMs2', '垂直振动', 'Vibration', 'm/s²'),
        measured('lift.counted', 'runs', '累计运行次数', 'Runs', '次', { type: 'integer', min: 0 }),
      ],
      events: [
        says('lift.trapped', '电梯困人', 'People trapped', 'alarm', [active, floor, param('passengers', 'integer', '人数', 'People')]),
        says('lift.fault', '电梯故障', 'Lift fault', 'fault', [
          param('code', 'text', '代码', 'Code', { isOptional: false }),
          active,
          floor,
        ]),
        says('lift.ebike', '电动车入梯', 'E-bike in the car', 'warning', [
          param('isInside', 'boolean', '在轿厢内', 'Inside', { isOptional: false }),
          floor,
        ]),
        says('lift.overloaded', '超载', 'Overloaded', 'warning', [active, floor]),
        says('lift.call-button', '报警按钮', 'Alarm button', 'alarm', [floor]),
      ],
      services: [
        does('lift.hold-door', '保持开门', 'Hold the door', [
          param('isHeld', 'boolean', '保持', 'Hold', { isOptional: false }),
          param('seconds', 'integer', '秒数', 'Seconds', { min: 1, max: 3600 }),
        ]),
        does('voice.play', '播放语音', 'Speak', [param('text', 'text', '内容', 'Words')]),
        does('lift.call', '呼梯', 'Call', [param('floor', 'text', '楼层', 'Floor', { maxLength: 8, isOptional: false })], {
          isDangerous: true,
        }),
      ],
    },
    { grade: 'high', maintenanceDays: 15 },
  ),
  builtin('environment-station', '环境监测站（HJ 212）', ['environment', 'environment', 'hj212'], 'mains', {
    properties: [
      air('temperatureC', '温度', 'Temperature', '°C'),
      air('humidityPercent', '湿度', 'Humidity', '%', { min: 0, max: 100 }),
      air('pm25Ugm3', 'PM2.5', 'PM2.5', 'µg/m³', { min: 0 }),
      air('pm10Ugm3', 'PM10', 'PM10', 'µg/m³', { min: 0 }),
      air('noiseDb', '噪声', 'Noise', 'dB', { min: 0, max: 200 }),
      air('windMs', '风速', 'Wind', 'm/s', { min: 0 }),
    ],
    events: [
      says('environment.exceeded', '环境超标', 'Limit exceeded', 'warning', [
        param('factor', 'text', '因子', 'Factor', { isOptional: false }),
        active,
      ]),
      says('environment.factor', '监测因子', 'Factor read', 'info', [
        param('factor', 'text', '因子', 'Factor', { isOptional: false }),
        param('value', 'number', '实时值', 'Value'),
        param('average', 'number', '均值', 'Average'),
        param('least', 'number', '最小值', 'Least'),
        param('most', 'number', '最大值', 'Most'),
        param('total', 'number', '累计值', 'Total'),
        param('flag', 'text', '数据标记', 'Mark'),
        param('period', 'text', '时段', 'Period', { isOptional: false }),
      ]),
    ],
  }),
  builtin('waste-bin', '满溢监测垃圾桶', ['waste', 'bin', 'lorawan'], 'battery', {
    properties: [
      measured('bin.level', 'percent', '满溢度', 'Filled', '%', { code: 'level', min: 0, max: 100 }),
      measured('bin.level', 'weightKg', '重量', 'Weight', 'kg', { min: 0 }),
      battery,
    ],
    events: [
      says('bin.burning', '桶内起火', 'Burning', 'alarm', [active]),
      says('bin.tilted', '被移动或倾倒', 'Moved or tipped over', 'warning', [active]),
      says('water.leak', '泄漏', 'Leaking', 'warning', [active]),
      fault,
    ],
  }),
  builtin('manhole', '智能井盖', ['plumbing', 'manhole', 'lorawan'], 'battery', {
    properties: [
      flag('manhole.moved', 'isOpen', 'isOpen', '井盖打开', 'Open'),
      measured('manhole.water', 'levelMm', '水位', 'Water level', 'mm', { min: 0 }),
      battery,
    ],
    events: [
      says('manhole.moved', '井盖移动', 'Cover moved', 'alarm', [param('isOpen', 'boolean', '打开', 'Open', { isOptional: false })]),
      says('manhole.water', '井内水位', 'Water in the manhole', 'warning', [
        param('isHigh', 'boolean', '过高', 'High', { isOptional: false }),
      ]),
      says('manhole.knocked', '井盖被撞', 'Cover knocked', 'info'),
      says('gas.level', '井内气体', 'Gas in the manhole', 'info', [param('percentLel', 'number', '浓度', 'Concentration')]),
      fault,
    ],
  }),
  builtin('mqtt-sensor', '通用 MQTT 传感器', ['low-voltage', 'sensor', 'mqtt'], 'mains', {
    properties: [
      battery,
      measured('properties.reported', 'properties.temperature', '温度', 'Temperature', '°C', { code: 'temperature' }),
      measured('properties.reported', 'properties.humidity', '湿度', 'Humidity', '%', { code: 'humidity', min: 0, max: 100 }),
    ],
    events: [fault],
    services: [
      does('device.write', '写属性', 'Write properties', [param('properties', 'json', '属性', 'Properties', { isOptional: false })]),
      identify,
      reboot,
    ],
  }),
]
