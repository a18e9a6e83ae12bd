/** The version that documents, health and logs speak of. */
export const version = '0.1.0'
