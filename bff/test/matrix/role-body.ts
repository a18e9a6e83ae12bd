/** What a role of the house's own making says, at its smallest. */
export const roleBody = (name: string) => ({
  name,
  description: '矩阵',
  ends: ['staff'],
  permissions: [{ code: 'place.read', range: 'place' }],
  fieldRules: [],
  deniedEndpoints: [],
})
