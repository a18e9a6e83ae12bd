/** Links in answers are paths of the BFF; a picture of the mini-program needs the origin in front. */
export const media = (url: string): string => (url.startsWith('/') ? `${API_BASE}${url}` : url)
