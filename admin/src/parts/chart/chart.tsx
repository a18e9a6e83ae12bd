import type { EChartsCoreOption } from 'echarts/core'
import { useEffect, useRef, useState } from 'react'
import { useCalm, useMode } from '../../app/theme/mode.ts'
import { dark, fontStack, light, series, type Tokens } from '../../app/theme/tokens.ts'
import { Bone } from '../state/bones.tsx'

export interface Paints {
  readonly tokens: Tokens
  readonly series: readonly string[]
}

type Engine = Awaited<typeof import('./engine.ts')>['engine']

/** What all our charts share: our type, our lines, a word for screen readers. */
const ground = ({ tokens, series: colours }: Paints, calm: boolean): EChartsCoreOption => ({
  color: [...colours],
  animation: !calm,
  animationDuration: 300,
  textStyle: { fontFamily: fontStack, fontSize: 12, color: tokens.text2 },
  aria: { enabled: true },
  grid: { left: 8, right: 16, top: 40, bottom: 8, outerBoundsMode: 'same' },
  tooltip: {
    backgroundColor: tokens.surface,
    borderColor: tokens.line,
    textStyle: { color: tokens.text1, fontSize: 13 },
    extraCssText: `box-shadow:${tokens.shadowFloat};border-radius:8px`,
  },
})

/** An axis in the colours of the mode. */
export const axis = ({ tokens }: Paints) => ({
  axisLine: { lineStyle: { color: tokens.lineControl } },
  axisTick: { show: false },
  axisLabel: { color: tokens.text3 },
  splitLine: { lineStyle: { color: tokens.line } },
  nameTextStyle: { color: tokens.text3 },
})

interface Props {
  readonly option: (paints: Paints) => EChartsCoreOption
  readonly height: number
  readonly label: string
}

/** A chart; the drawing engine is fetched when the first one is shown. */
export function Chart({ option, height, label }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const mode = useMode()
  const calm = useCalm()
  const [engine, setEngine] = useState<Engine>()
  useEffect(() => {
    let here = true
    void import('./engine.ts').then((loaded) => here && setEngine(() => loaded.engine))
    return () => {
      here = false
    }
  }, [])
  useEffect(() => {
    if (engine === undefined || box.current === null) return
    const chart = engine.init(box.current, undefined, { renderer: 'svg' })
    const paints: Paints = { tokens: mode === 'dark' ? dark : light, series: series[mode] }
    chart.setOption({ ...ground(paints, calm), ...option(paints) })
    const sized = new ResizeObserver(() => chart.resize())
    sized.observe(box.current)
    return () => {
      sized.disconnect()
      chart.dispose()
    }
  }, [engine, option, mode, calm])
  return (
    <div style={{ position: 'relative', height }}>
      {engine === undefined && <Bone height={height} />}
      <div ref={box} role="img" aria-label={label} style={{ height, visibility: engine === undefined ? 'hidden' : 'visible' }} />
    </div>
  )
}
