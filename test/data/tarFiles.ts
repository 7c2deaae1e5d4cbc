/** The bytes of a tar archive (ustar) of files, as GNU tar writes them. */
export function tarBytes(
  files: readonly (readonly [name: string, content: Uint8Array, type?: string])[],
): Buffer {
  const blocks = files.flatMap(([name, content, type = '0']) => [
    tarHeader(name, content.length, type),
    content,
    Buffer.alloc((512 - (content.length % 512)) % 512),
  ]);
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

function tarHeader(name: string, size: number, type: string): Buffer {
  const header = Buffer.alloc(512);
  const octal = (value: number, length: number): string => value.toString(8).padStart(length - 1, '0');
  header.write(name, 0, 'latin1');
  header.write(octal(0o644, 8), 100);
  header.write(octal(size, 12), 124);
  header.write(octal(0, 12), 136);
  header.write(' '.repeat(8), 148);
  header.write(type, 156);
  header.write('ustar\u000000', 257, 'latin1');
  header.write(
    octal(
      header.reduce((a, b) => a + b, 0),
      8,
    ),
    148,
  );
  return header;
}
