import type { AnyEndpoint, Text } from '@liren/contract'
import { allCapabilities } from '@liren/contract/capabilities/index'

const known = new Map<string, Text>()
for (const contract of allCapabilities) {
  for (const endpoint of Object.values(contract.endpoints) as AnyEndpoint[]) {
    // Several routes may write the same action; the one that changes something names it.
    if (endpoint.audit !== undefined && (endpoint.method !== 'GET' || !known.has(endpoint.audit)))
      known.set(endpoint.audit, endpoint.summary)
  }
}

/** What an action of the trail is called; one that no route here declares is told by its code. */
export const actionText = (action: string): Text => known.get(action) ?? { zh: action, en: action }

export const knownActions: readonly string[] = [...known.keys()].sort()

const subjects = new Map<string, Text>(allCapabilities.map((contract) => [contract.name, contract.text]))
export const subjectText = (subject: string): Text => subjects.get(subject) ?? { zh: subject, en: subject }
export const knownSubjects: readonly string[] = [...subjects.keys()]
