import type { AlarmKind } from '@liren/contract/capabilities/alarm'

/** What happened to a thing of the demonstration: its product, the alarm, and what it told. */
export interface AlarmStory {
  readonly product: string
  readonly kind: AlarmKind
  readonly source: string
  readonly values: Readonly<Record<string, unknown>>
  /** What whoever went there wrote. */
  readonly done: string
}

export const alarmStories: readonly AlarmStory[] = [
  {
    ...{ product: 'lift-monitor', kind: 'lift-ebike', source: 'lift.ebike', values: { isActive: true } },
    done: '已劝离，告知业主到地面车棚充电',
  },
  {
    ...{ product: 'lift-monitor', kind: 'lift-fault', source: 'lift.fault', values: { kind: 'door', isActive: true } },
    done: '维保单位更换门机皮带，试运行正常',
  },
  {
    ...{ product: 'smoke-detector', kind: 'smoke', source: 'fire.alarmed', values: { isActive: true } },
    done: '到场查看为厨房油烟，已通风复位',
  },
  { ...{ product: 'manhole', kind: 'manhole', source: 'manhole.moved', values: { tiltDegrees: 24 } }, done: '井盖已复位并加固' },
  { ...{ product: 'waste-bin', kind: 'bin-full', source: 'bin.level', values: { percent: 93 } }, done: '已清运' },
  {
    ...{ product: 'street-lamp', kind: 'lamp-fault', source: 'lamp.fault', values: { kind: 'burned-out', isActive: true } },
    done: '更换灯头，夜间复查正常',
  },
  {
    ...{ product: 'falling-object-camera', kind: 'falling-object', source: 'camera.falling-object', values: { floor: 9 } },
    done: '调取录像锁定楼层，上门告诫',
  },
  {
    ...{ product: 'perimeter-camera', kind: 'perimeter', source: 'camera.perimeter', values: { zone: '东侧围墙' } },
    done: '为绿化工人作业，已核实',
  },
  {
    ...{ product: 'environment-station', kind: 'environment', source: 'environment.exceeded', values: { pm25Ugm3: 168 } },
    done: '已提醒居民减少户外活动，读数回落',
  },
  { ...{ product: 'hydrant', kind: 'hydrant', source: 'hydrant.pressure', values: { kpa: 90 } }, done: '开启被误关的阀门，水压恢复' },
  { ...{ product: 'door-controller', kind: 'door-held-open', source: 'door.held-open', values: {} }, done: '闭门器调整完毕' },
]
