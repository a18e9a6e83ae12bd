/** One kind of device of the demonstration: its product, where such things stand, and what it measures. */
export interface DeviceKind {
  readonly product: string
  readonly name: string
  /** Kinds and codes of places, as `unit`, `building` or `area:garden`. */
  readonly at: readonly string[]
  readonly perPlace: number
  readonly maker: string
  readonly model: string
  readonly state: Readonly<Record<string, boolean | string>>
  readonly measures: readonly Measure[]
}

/** A value over the day: its middle, how far it swings with the sun, how much it trembles; `grows` adds up. */
export interface Measure {
  readonly property: string
  readonly middle: number
  readonly swing: number
  readonly noise: number
  readonly least?: number
  readonly most?: number
  readonly grows?: true
}

const battery: Measure = { property: 'battery', middle: 78, swing: 0, noise: 9, least: 5, most: 100 }

export const deviceKinds: readonly DeviceKind[] = [
  {
    ...{ product: 'door-controller', name: '单元门禁', at: ['unit'], perPlace: 1, maker: '江临智控', model: 'AC-02' },
    ...{ state: { isOpen: false, mode: 'controlled' }, measures: [] },
  },
  {
    ...{ product: 'lift-monitor', name: '客梯', at: ['unit'], perPlace: 1, maker: '云溪电梯', model: 'EL-IoT' },
    ...{ state: { floor: '1', direction: 'none', door: 'closed' } },
    measures: [{ property: 'zMs2', middle: 0.12, swing: 0.02, noise: 0.02, least: 0 }],
  },
  {
    ...{ product: 'smoke-detector', name: '楼道烟感', at: ['unit'], perPlace: 2, maker: '安居消防', model: 'SD-3' },
    ...{ state: {}, measures: [battery] },
  },
  {
    ...{ product: 'falling-object-camera', name: '高空抛物摄像机', at: ['building'], perPlace: 1, maker: '明眸', model: 'FO-8' },
    ...{ state: { isOccluded: false }, measures: [] },
  },
  {
    ...{ product: 'hydrant', name: '室外消火栓', at: ['building'], perPlace: 1, maker: '安居消防', model: 'HY-1' },
    ...{ state: {}, measures: [{ property: 'pressureKpa', middle: 310, swing: 14, noise: 6, least: 0 }, battery] },
  },
  {
    ...{ product: 'face-terminal', name: '人行门', at: ['area:gate-e', 'area:gate-w'], perPlace: 2, maker: '明眸', model: 'FT-7' },
    ...{ state: { isOpen: false, mode: 'controlled' }, measures: [] },
  },
  {
    ...{ product: 'plate-camera', name: '车行道闸', at: ['area:gate-e', 'area:gate-w'], perPlace: 2, maker: '臻眼', model: 'VZ-5' },
    ...{ state: { isOpen: false, mode: 'controlled' }, measures: [] },
  },
  {
    ...{
      product: 'perimeter-camera',
      name: '周界摄像机',
      at: ['area:gate-w', 'area:lane', 'area:square'],
      perPlace: 2,
      maker: '明眸',
      model: 'PC-4',
    },
    ...{ state: { isOccluded: false, isLost: false }, measures: [] },
  },
  {
    ...{
      product: 'street-lamp',
      name: '路灯',
      at: ['area:garden', 'area:lane', 'area:track', 'area:square'],
      perPlace: 6,
      maker: '明灯厂',
      model: 'L2',
    },
    ...{ state: { isOn: false }, measures: [{ property: 'powerW', middle: 18, swing: -18, noise: 1, least: 0, most: 40 }] },
  },
  {
    ...{ product: 'charging-pile-ykc', name: '汽车充电桩', at: ['area:garage'], perPlace: 6, maker: '快电', model: 'AC-7' },
    ...{
      state: { 'status.1': 'available' },
      measures: [{ property: 'powerW.1', middle: 2600, swing: -2400, noise: 900, least: 0, most: 7000 }],
    },
  },
  {
    ...{ product: 'two-wheeler-socket', name: '两轮车充电插座', at: ['area:ebikes'], perPlace: 5, maker: '快电', model: 'EB-10' },
    ...{ state: { 'status.1': 'charging', 'status.2': 'available' }, measures: [] },
  },
  {
    ...{ product: 'waste-bin', name: '厨余垃圾桶', at: ['area:bins'], perPlace: 4, maker: '净邻', model: 'BN-2' },
    ...{ state: {}, measures: [{ property: 'level', middle: 48, swing: 26, noise: 8, least: 0, most: 100 }, battery] },
  },
  {
    ...{ product: 'manhole', name: '雨水井盖', at: ['area:lane', 'area:square', 'area:garden'], perPlace: 3, maker: '净邻', model: 'MH-1' },
    ...{ state: { isOpen: false }, measures: [{ property: 'levelMm', middle: 120, swing: 20, noise: 15, least: 0 }, battery] },
  },
  {
    ...{ product: 'environment-station', name: '环境监测站', at: ['area:garden'], perPlace: 1, maker: '清源', model: 'ES-6' },
    state: {},
    measures: [
      { property: 'temperatureC', middle: 19, swing: 6, noise: 0.6 },
      { property: 'humidityPercent', middle: 62, swing: -14, noise: 3, least: 0, most: 100 },
      { property: 'pm25Ugm3', middle: 34, swing: 8, noise: 6, least: 0 },
      { property: 'noiseDb', middle: 51, swing: 9, noise: 3, least: 20, most: 120 },
    ],
  },
  {
    ...{ product: 'water-meter', name: '生活水泵总表', at: ['area:pumps'], perPlace: 1, maker: '清源', model: 'WM-80' },
    ...{ state: { state: 'open' }, measures: [{ property: 'volumeL', middle: 5200, swing: 0, noise: 300, grows: true }] },
  },
]
