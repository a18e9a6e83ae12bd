import { useCall } from '@liren/client'
import { session as contract } from '@liren/contract/capabilities/session'
import { FormRow } from '@/parts/form'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { settingsWords as words } from '@/words/sys'

/** How sure the government platform is of who I am; nothing is drawn for whoever never came from there. */
export function GovernmentGrade() {
  const say = useSay()
  const { data } = useCall(contract.endpoints.governmentIdentity, {})
  if (!data?.grade) return null
  return (
    <Box className="card card-flush">
      <FormRow title={say(words.grade)}>
        <Box className="body" id="government-grade">
          {say(words.grades[data.grade])}
        </Box>
      </FormRow>
    </Box>
  )
}
