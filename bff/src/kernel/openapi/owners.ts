const teams: Readonly<Record<string, readonly string[]>> = {
  物联组: ['alarm', 'bridge', 'device', 'hazard', 'product', 'rule', 'subscription'],
  档案组: [
    ...['building', 'duplicate', 'face', 'family', 'grid', 'house', 'upstream', 'lease', 'org', 'parking', 'person', 'place', 'quality'],
    ...['resource', 'review', 'space', 'statistics', 'tag', 'vehicle', 'workbook'],
  ],
  服务组: ['app', 'home', 'household', 'housekeeper', 'merchant', 'message', 'repair'],
  治理组: ['hint', 'map', 'passage', 'visit'],
  安全组: ['audit', 'backup', 'certificate', 'consent', 'key', 'retention', 'rights', 'role', 'session', 'user'],
}
const byCapability = new Map(Object.entries(teams).flatMap(([team, names]) => names.map((name) => [name, team] as const)))

/** Who answers for the interfaces of a capability until their keepers name somebody else: the platform team unless one is named here. */
export const firstOwnerOf = (capability: string): string => byCapability.get(capability) ?? '平台组'
