import { exactTime } from '@liren/client/format/time'
import { map } from '@liren/contract/capabilities/map'
import { mostTrackPoints, passageDirections, passageResults, type Track, type TrackPoint } from '@liren/contract/capabilities/passage'
import { Button, Segmented, Slider } from 'antd'
import { useEffect, useReducer, useRef, useState } from 'react'
import { useQuery } from '../../../app/api/use.ts'
import { useText, useWords } from '../../../app/language/use.ts'
import { useMay } from '../../../app/session/store.ts'
import { Icon } from '../../../parts/icon/icon.tsx'
import { MapView } from '../../../parts/map/map-view.tsx'
import { Notice } from '../../../parts/notice/notice.tsx'
import { Card } from '../../../parts/page/page.tsx'
import { EmptyState } from '../../../parts/state/empty.tsx'
import { begin, moved, pauseOf, type Speed, speeds } from './player.ts'
import style from './track.module.css'
import { boundsOfTrack, positionOf, sketchOf } from './track-sketch.ts'
import { words } from './words.ts'

const nothing: ReadonlySet<string> = new Set()

/** A track as a film on the map, and the same points as a list. */
export function TrackFilm({ track }: { track: Track }) {
  const t = useWords(words)
  const { points } = track
  const [player, move] = useReducer(moved, points.length, begin)
  const { at, isPlaying, speed } = player
  useEffect(() => {
    if (!isPlaying) return
    const timer = setInterval(() => move({ do: 'tick' }), pauseOf(speed))
    return () => clearInterval(timer)
  }, [isPlaying, speed])
  if (points.length === 0) return <EmptyState title={t('none')} text={t('noneText')} scene="rest" />
  const last = points.length - 1
  return (
    <Card title={t('of', { name: track.title })}>
      {track.isCut && (
        <Notice tone="warning" role="status" title={t('cut', { count: mostTrackPoints })}>
          {null}
        </Notice>
      )}
      <div className={style.film}>
        <div className={style.stage}>
          <TrackMap points={points} at={at} />
          <div className={style.controls}>
            <Button
              type="primary"
              icon={<Icon name={isPlaying ? 'pause' : 'play'} />}
              onClick={() => move({ do: isPlaying ? 'pause' : 'play' })}
              disabled={last === 0}
            >
              {t(isPlaying ? 'pause' : at === last && last > 0 ? 'again' : 'play')}
            </Button>
            <Button onClick={() => move({ do: 'seek', at: at - 1 })} disabled={at === 0}>
              {t('before')}
            </Button>
            <Button onClick={() => move({ do: 'seek', at: at + 1 })} disabled={at === last}>
              {t('after')}
            </Button>
            <Slider
              className={style.slider ?? ''}
              min={0}
              max={Math.max(1, last)}
              value={at}
              disabled={last === 0}
              onChange={(next) => move({ do: 'seek', at: next })}
              tooltip={{ formatter: (next) => exactTime(Date.parse(points[next ?? 0]?.at ?? '')) }}
              ariaLabelForHandle={t('position')}
            />
            <Segmented<Speed>
              aria-label={t('speed')}
              value={speed}
              onChange={(next) => move({ do: 'speed', speed: next })}
              options={speeds.map((value) => ({ value, label: t('times', { speed: value }) }))}
            />
          </div>
        </div>
        <Points points={points} at={at} onSeek={(next) => move({ do: 'seek', at: next })} />
      </div>
    </Card>
  )
}

function TrackMap({ points, at }: { points: readonly TrackPoint[]; at: number }) {
  const t = useWords(words)
  const may = useMay('map.read')
  const [isSolid, setSolid] = useState(false)
  const asked = useQuery(map.endpoints.layers, may ? {} : null)
  if (!may) return null
  return (
    <>
      <Segmented
        aria-label={t('view')}
        value={isSolid ? 'solid' : 'flat'}
        onChange={(next) => setSolid(next === 'solid')}
        options={(['flat', 'solid'] as const).map((value) => ({ value, label: t(value) }))}
      />
      <MapView
        label={t('map')}
        bounds={asked.data ? (boundsOfTrack(points) ?? asked.data.bounds) : undefined}
        look={{
          ...{ version: asked.data?.tiles ?? '0', isSolid, slice: undefined, chosen: undefined },
          ...{ hidden: nothing, marks: [], sketch: sketchOf(points, at) },
        }}
      />
    </>
  )
}

function Points({ points, at, onSeek }: { points: readonly TrackPoint[]; at: number; onSeek: (at: number) => void }) {
  const t = useWords(words)
  const say = useText()
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    const [box, row] = [list.current, list.current?.children[at]]
    if (!box || !(row instanceof HTMLElement)) return
    // the list moves, never the page around it
    const top = row.offsetTop - box.offsetTop
    if (top < box.scrollTop) box.scrollTop = top
    else if (top + row.offsetHeight > box.scrollTop + box.clientHeight) box.scrollTop = top + row.offsetHeight - box.clientHeight
  }, [at])
  return (
    <section className={style.points} aria-label={t('list')}>
      <p role="status">{t('now', { at: at + 1, all: points.length })}</p>
      <ol ref={list}>
        {points.map((point, i) => (
          <li key={point.id}>
            <button type="button" aria-current={i === at ? 'step' : undefined} onClick={() => onSeek(i)}>
              <time dateTime={point.at}>{exactTime(Date.parse(point.at))}</time>
              <strong>
                {point.gate.name} · {say(point.result === 'refused' ? passageResults.refused : passageDirections[point.direction])}
              </strong>
              <small>
                {point.gate.place}
                {positionOf(point) === undefined ? ` · ${t('unplaced')}` : point.gate.isNear ? ` · ${t('near')}` : ''}
              </small>
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}
