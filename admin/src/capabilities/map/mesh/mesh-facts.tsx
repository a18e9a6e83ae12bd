import { map } from '@liren/contract/capabilities/map'
import { stages } from '@liren/contract/map/stage'
import { useQuery } from '../../../app/api/use.ts'
import { useText, useWords } from '../../../app/language/use.ts'
import { Facts } from '../../../parts/page/page.tsx'
import { Shown } from '../../../parts/state/shown.tsx'
import { words } from './words.ts'

/** What an element of a model is, how high it stands, and whose model it is of. */
export function MeshFacts({ id, chosen }: { id: string; chosen: string }) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(map.endpoints.mesh, { params: { id } })
  return (
    <Shown asked={asked}>
      {(mesh) => {
        const element = mesh.elements.find(({ key }) => key === chosen)
        return (
          <Facts
            columns={1}
            items={[
              ...(element
                ? [{ label: t('height'), value: t('heightOf', { base: element.base.toFixed(1), top: element.top.toFixed(1) }) }]
                : []),
              { label: t('model'), value: `${mesh.name} · ${t('revision', { revision: mesh.revision })}` },
              { label: t('stage'), value: say(stages[mesh.stage]) },
              { label: t('source'), value: mesh.source },
              { label: t('takenOn'), value: mesh.takenOn },
            ]}
          />
        )
      }}
    </Shown>
  )
}
