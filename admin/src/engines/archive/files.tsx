import { file } from '@liren/contract/capabilities/file'
import { useQuery } from '../../app/api/use.ts'
import { Icon } from '../../parts/icon/icon.tsx'
import { PhotoStrip } from '../../parts/photo/photo-strip.tsx'
import { Bone } from '../../parts/state/bones.tsx'
import { Shown } from '../../parts/state/shown.tsx'

/** What is attached; each link is asked anew, since it works for some minutes only. */
export const FilesOf = ({ ids }: { ids: readonly string[] }) => (
  <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
    {ids.map((id) => (
      <OneFile key={id} id={id} />
    ))}
  </div>
)

function OneFile({ id }: { id: string }) {
  const asked = useQuery(file.endpoints.read, { params: { id } })
  return (
    <Shown asked={asked} bones={<Bone width={96} height={96} style={{ borderRadius: 8 }} />}>
      {(data) =>
        data.kind === 'image' ? (
          <PhotoStrip photos={[{ id: data.id, url: data.url, thumb: data.thumb ?? data.url }]} />
        ) : (
          <a href={data.url} target="_blank" rel="noopener noreferrer">
            <Icon name="audit" /> {data.kind === 'pdf' ? 'PDF' : 'TXT'}
          </a>
        )
      }
    </Shown>
  )
}
