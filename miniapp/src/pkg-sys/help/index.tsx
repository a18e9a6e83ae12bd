import { useCall, useClient } from '@liren/client'
import { repairEndpoints } from '@liren/contract/capabilities/repair'
import { useState } from 'react'
import { LinkButton } from '@/parts/button'
import { Cell, CellGroup } from '@/parts/cell'
import { EmptyState } from '@/parts/empty-state'
import { Page } from '@/parts/page'
import { type PageKey, pageKeys } from '@/parts/page-keys'
import { scrollToTop } from '@/platform/chrome'
import { Box, Field } from '@/platform/elements'
import { useParams } from '@/platform/nav'
import { useSay } from '@/words/kit'
import { helpWords as words } from '@/words/sys'
import { articles, findArticles } from '../parts/help/find'
import './help.css'

const known = (key: string | undefined): PageKey | undefined => pageKeys.find((one) => one === key)

/** Help for the page one comes from, and a search over all of it. */
export default function Help() {
  const say = useSay()
  const { platform } = useClient()
  const [open, setOpen] = useState<PageKey | undefined>(known(useParams().page))
  const [typed, setTyped] = useState('')
  const desk = useCall(repairEndpoints.categories, {}, { keep: true }).data?.emergencyPhone
  const found = findArticles(typed)
  return (
    <Page page="pkg-sys/help" title={words.title}>
      {open && typed === '' ? <Shown page={open} /> : null}
      <Field
        id="help-search"
        className="input"
        kind="search"
        value={typed}
        onChange={setTyped}
        label={say(words.search)}
        placeholder={say(words.search)}
        maxLength={30}
      />
      {found.length === 0 ? (
        <EmptyState scene="stairs" title={say(words.none)} />
      ) : (
        <CellGroup title={say(words.all)}>
          {found.map((key) => (
            <Cell
              key={key}
              id={`help-${key.replace(/\//g, '-')}`}
              title={say(articles[key].title)}
              hint={say(articles[key].about)}
              onTap={() => {
                setTyped('')
                setOpen(key)
                scrollToTop()
              }}
            />
          ))}
        </CellGroup>
      )}
      {desk ? (
        <Box className="center">
          <Box className="secondary">{say(words.stillStuck)}</Box>
          <LinkButton icon="phone" onTap={() => void platform.call(desk)}>
            {say(words.call)}
          </LinkButton>
        </Box>
      ) : null}
    </Page>
  )
}

function Shown({ page }: { page: PageKey }) {
  const say = useSay()
  const { title, about, steps, terms } = articles[page]
  return (
    <Box className="card" id="help-article" as="section">
      <Box className="title" as="h2">
        {say(title)}
      </Box>
      <Box className="secondary">{say(about)}</Box>
      <Box className="heading help-part">{say(words.steps)}</Box>
      {steps.map((step, index) => (
        <Box key={step.en} className="row gap-8 help-step">
          <Box className="help-count number" mute>
            {index + 1}
          </Box>
          <Box className="grow">{say(step)}</Box>
        </Box>
      ))}
      {terms.length > 0 ? (
        <>
          <Box className="heading help-part">{say(words.terms)}</Box>
          {terms.map(({ term, meaning }) => (
            <Box key={term.en} className="help-term">
              <Box className="tone-primary">{say(term)}</Box>
              <Box className="secondary">{say(meaning)}</Box>
            </Box>
          ))}
        </>
      ) : null}
    </Box>
  )
}
