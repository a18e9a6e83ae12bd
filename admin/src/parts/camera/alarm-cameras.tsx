import { camera, cameraReasons } from '@liren/contract/capabilities/camera'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { Card } from '../page/page.tsx'
import style from './camera.module.css'
import { ClipPlayer } from './clip-player.tsx'
import { LiveView } from './live-view.tsx'
import { words } from './words.ts'

/** More than these are not opened by themselves. */
const mostLive = 4

/** The cameras of an alarm: they open by themselves while it is not closed, with what was kept before and after. */
export function AlarmCameras({ alarmId, isClosed }: { alarmId: string; isClosed: boolean }) {
  const t = useWords(words)
  const say = useText()
  const may = useMay(camera.endpoints.ofAlarm.permission)
  const mayLook = useMay(camera.endpoints.view.permission)
  const asked = useQuery(camera.endpoints.ofAlarm, may ? { params: { id: alarmId } } : null)
  const items = asked.data?.items ?? []
  if (items.length === 0) return null
  return (
    <Card title={t('cameras')}>
      <div className={style.grid}>
        {items.map(({ camera: one, why, clips }, i) => (
          <div key={one.id} className={style.one}>
            {mayLook && !isClosed && i < mostLive && one.source !== 'none' && <LiveView of={one} why={{ alarmId }} />}
            <span>
              {one.name} · {say(cameraReasons[why])}
              {one.source === 'none' && ` · ${t('noSource')}`}
            </span>
            {mayLook && clips.map((clip) => <ClipPlayer key={clip.id} clip={clip} why={{ alarmId }} />)}
          </div>
        ))}
      </div>
    </Card>
  )
}
