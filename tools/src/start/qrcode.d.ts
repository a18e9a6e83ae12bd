declare module 'qrcode' {
  interface Options {
    readonly type: 'terminal' | 'utf8'
    readonly small?: boolean
    readonly errorCorrectionLevel?: 'L' | 'M' | 'Q' | 'H'
  }
  const QRCode: { toString(text: string, options: Options): Promise<string> }
  export default QRCode
}
