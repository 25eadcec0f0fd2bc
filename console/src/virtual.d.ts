declare module 'virtual:openapi' {
  const document: unknown;
  export default document;
}
