/** The driver comes without types; Sequelize uses the rest of it. */
declare module 'pg' {
  const pg: { types: { setTypeParser(oid: number, parse: (text: string) => unknown): void; getTypeParser(oid: number): unknown } }
  export default pg
}
