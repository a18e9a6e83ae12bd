import { map } from '@liren/contract/capabilities/map'
import { type FeatureKind, featureKindNames, featureKinds, kindSpec } from '@liren/contract/map/kinds'
import { type Position, rounded } from '@liren/contract/map/position'
import { App, Button, Select } from 'antd'
import type { Map as Engine } from 'maplibre-gl'
import { useEffect, useReducer, useState } from 'react'
import { useAction, usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { MapView } from '../../parts/map/map-view.tsx'
import { Notice } from '../../parts/notice/notice.tsx'
import { Card, PageHead } from '../../parts/page/page.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { ErrorPanel } from '../../parts/state/error-panel.tsx'
import { CornerTable } from './corner-table.tsx'
import { sketchOf } from './edit-sketch.ts'
import { differenceOf, edited, geometryOf, nothing, troubles } from './edit-state.ts'
import { words } from './edit-words.ts'
import { HistoryCard } from './history-card.tsx'
import style from './map.module.css'
import { useHand } from './use-hand.ts'

type Tool = 'change' | 'add' | 'split' | 'merge'

/** Drawings with handles: pulled, parted, joined and saved with their versions, all or none. */
export default function EditPage() {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [kind, setKind] = useState<FeatureKind>('grid')
  const [editing, step] = useReducer(edited, nothing)
  const [engine, setEngine] = useState<Engine>()
  const [chosen, setChosen] = useState<string>()
  const [tool, setTool] = useState<Tool>('change')
  const [points, setPoints] = useState<readonly Position[]>([])
  const [placeId, setPlaceId] = useState<string>()
  const [count, setCount] = useState(0)
  const layers = useQuery(map.endpoints.layers)
  const asked = usePages(map.endpoints.features, { query: { kind, limit: 100 } })
  const save = useAction(map.endpoints.save)
  const loaded = asked.data
  useEffect(() => {
    if (loaded) step({ do: 'load', features: loaded })
  }, [loaded])
  useHand({ engine, sheets: editing.sheets, chosen: tool === 'change' ? chosen : undefined, step })

  const told = troubles(editing.sheets)
  const wrong = told.filter(({ faults, overlaps }) => faults.length + overlaps.length > 0)
  const difference = differenceOf(editing)
  const isChanged = difference.creates.length + difference.changes.length + difference.retires.length > 0
  const begin = (next: Tool) => {
    setTool(next)
    setPoints([])
    setPlaceId(undefined)
  }
  const shape = kindSpec(kind).shapes[0]
  const needed = tool === 'split' ? 2 : shape === 'area' ? 3 : shape === 'line' ? 2 : 1
  const newId = `new-${count}`

  const finish = () => {
    if (placeId === undefined) return
    const closed = points.map(rounded)
    if (tool === 'split' && chosen) step({ do: 'split', id: chosen, line: closed, placeId, newId, name: '' })
    else
      step({
        do: 'add',
        sheet: {
          ...{ id: newId, kind, version: undefined, name: '', placeId },
          ...(shape === 'area'
            ? { type: 'Polygon' as const, points: [...closed, ...closed.slice(0, 1)] }
            : {
                type: shape === 'line' ? ('LineString' as const) : ('Point' as const),
                points: shape === 'line' ? closed : closed.slice(0, 1),
              }),
        },
      })
    setCount(count + 1)
    begin('change')
  }
  const submit = async () => {
    const saved = await save.run({
      body: {
        creates: difference.creates.map((sheet) => ({ kind: sheet.kind, placeId: sheet.placeId, geometry: geometryOf(sheet) as never })),
        changes: difference.changes.map((sheet) => ({ id: sheet.id, version: sheet.version ?? 0, geometry: geometryOf(sheet) as never })),
        retires: difference.retires.map(({ id, version }) => ({ id, version: version ?? 0 })),
      },
    })
    if (!saved) return
    void message.success(saved.uncovered ? t('savedFree', { metres: saved.uncovered }) : t('saved'))
    asked.reload()
  }
  const own = editing.sheets.find(({ id }) => id === chosen)

  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <Button disabled={editing.past.length === 0} onClick={() => step({ do: 'undo' })}>
          {t('undo')}
        </Button>
        <Button type="primary" disabled={!isChanged || wrong.length > 0} loading={save.running} onClick={submit}>
          {t('save')}
        </Button>
      </PageHead>
      {save.error && (
        <ErrorPanel
          error={save.error}
          retry={() => {
            save.clear()
            asked.reload()
          }}
        />
      )}
      {wrong.map(({ sheet, faults, overlaps }) => (
        <Notice key={sheet.id} tone="danger" role="alert" title={sheet.name || t('newOne')}>
          {[...faults.map(say), ...overlaps.map(({ name, area }) => t('overlap', { name, metres: Math.round(area) }))].join('；')}
        </Notice>
      ))}
      {told.some(({ slivers }) => slivers.length > 0) && <Notice tone="warning" role="status" title={t('sliver')} />}
      <div className={style.split}>
        <div className={style.side}>
          <Card title={t('drawings')}>
            <Select
              aria-label={t('kind')}
              style={{ width: '100%' }}
              value={kind}
              disabled={isChanged}
              onChange={(next) => {
                setKind(next)
                setChosen(undefined)
              }}
              options={featureKindNames.map((value) => ({ value, label: say(featureKinds[value].text) }))}
            />
            <ul className={style.hits} aria-label={t('drawings')}>
              {editing.sheets.map((sheet) => (
                <li key={sheet.id}>
                  <button
                    type="button"
                    aria-pressed={sheet.id === chosen}
                    data-sheet={sheet.name}
                    onClick={() => {
                      if (tool === 'merge' && chosen && chosen !== sheet.id) {
                        step({ do: 'merge', id: chosen, other: sheet.id })
                        begin('change')
                      } else setChosen(sheet.id)
                    }}
                  >
                    {sheet.id === chosen ? '● ' : ''}
                    {sheet.name || t('newOne')}
                  </button>
                </li>
              ))}
            </ul>
          </Card>
          {own && <CornerTable sheet={own} step={step} />}
          {own?.version !== undefined && <HistoryCard id={own.id} />}
        </div>
        <div className={style.main}>
          <div className={style.bar}>
            {tool === 'change' && (
              <>
                <Button onClick={() => begin('add')}>{t('add')}</Button>
                {own?.type === 'Polygon' && <Button onClick={() => begin('split')}>{t('split')}</Button>}
                {own?.type === 'Polygon' && <Button onClick={() => begin('merge')}>{t('merge')}</Button>}
                {own && (
                  <Button
                    danger
                    onClick={() => {
                      step({ do: 'retire', id: own.id })
                      setChosen(undefined)
                    }}
                  >
                    {t('retire')}
                  </Button>
                )}
              </>
            )}
            {tool !== 'change' && (
              <>
                <span role="status">{t(`how_${tool}`)}</span>
                {tool !== 'merge' && (
                  <>
                    <div style={{ width: 240 }}>
                      <PlacePicker value={placeId} onChange={setPlaceId} placeholder={t('place')} />
                    </div>
                    <Button type="primary" disabled={points.length < needed || placeId === undefined} onClick={finish}>
                      {t('finish')}
                    </Button>
                  </>
                )}
                <Button onClick={() => begin('change')}>{t('cancel')}</Button>
              </>
            )}
          </div>
          <MapView
            label={t('title')}
            bounds={layers.data ? layers.data.bounds : undefined}
            onEngine={setEngine}
            onPick={({ at }) => {
              if (tool === 'add' || tool === 'split') setPoints([...points, at])
            }}
            look={{
              ...{ version: layers.data?.tiles ?? '0', isSolid: false, slice: undefined, chosen, marks: [] },
              hidden: new Set([kind]),
              sketch: sketchOf(editing.sheets, chosen, told, tool === 'add' || tool === 'split' ? points : undefined),
            }}
          />
        </div>
      </div>
    </>
  )
}
