import { place } from '@liren/contract/capabilities/place'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { PlacePanel } from '../../parts/place/place-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import style from './place.module.css'
import { PlaceDetail } from './place-detail.tsx'
import { words } from './words.ts'

/** The tree of places on the left, one place on the right. */
export default function Places() {
  const t = useWords(words)
  const { id, open } = useListState()
  const asked = useQuery(place.endpoints.read, id === undefined ? null : { params: { id } })
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <div className={style.split}>
        <aside className={style.tree}>
          <PlacePanel
            key={asked.data?.parentId ?? 'start'}
            value={id}
            openIds={asked.data?.breadcrumb.map((step) => step.id) ?? []}
            onChoose={(chosen) => open(chosen.id)}
          />
        </aside>
        <div className={style.detail}>
          {id === undefined ? (
            <div className={style.sheet}>
              <EmptyState scene="corridor" title={t('choose')} text={t('chooseText')} />
            </div>
          ) : (
            <Shown asked={asked}>{(data) => <PlaceDetail place={data} onOpen={open} />}</Shown>
          )}
        </div>
      </div>
    </>
  )
}
