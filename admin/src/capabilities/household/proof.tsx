import { file } from '@liren/contract/capabilities/file'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { Icon } from '../../parts/icon/icon.tsx'
import { PhotoStrip } from '../../parts/photo/photo-strip.tsx'
import { Bone } from '../../parts/state/bones.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import style from './household.module.css'
import { words } from './words.ts'

/** One file of a proof; its link works for some minutes and is asked anew each time. */
export function Proof({ id }: { id: string }) {
  const t = useWords(words)
  const asked = useQuery(file.endpoints.read, { params: { id } })
  return (
    <Shown asked={asked} bones={<Bone width={128} height={128} style={{ borderRadius: 8 }} />}>
      {(data) =>
        data.kind === 'image' ? (
          <PhotoStrip photos={[{ id: data.id, url: data.url, thumb: data.thumb ?? data.url }]} size={128} />
        ) : (
          <a className={style.pdf} href={data.url} target="_blank" rel="noopener noreferrer">
            <Icon name="audit" /> {t('openPdf')}
          </a>
        )
      }
    </Shown>
  )
}
