using System.Buffers;

namespace Sagas.EventStore;

/// <summary>What is about to be hashed. Each thread has one and uses it again and again, so that hashing costs no memory.</summary>
sealed class ScratchBuffer : IBufferWriter<byte>
{
    const int Usual = 4 * 1024, MostKept = 256 * 1024;

    [ThreadStatic]
    static ScratchBuffer? ofThread;

    byte[] bytes = new byte[Usual];

    internal int Length { get; private set; }

    internal Span<byte> Written => bytes.AsSpan(0, Length);

    /// <summary>This thread's buffer, empty. What it held before is gone.</summary>
    internal static ScratchBuffer Empty()
    {
        var buffer = ofThread ??= new ScratchBuffer();
        if (buffer.bytes.Length > MostKept)
            buffer.bytes = new byte[Usual];
        buffer.Length = 0;
        return buffer;
    }

    internal void Truncate(int length) => Length = length;

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return bytes.AsSpan(Length);
    }

    void MakeRoom(int size)
    {
        if (bytes.Length - Length < Math.Max(size, 1))
            Array.Resize(ref bytes, checked(Math.Max(2 * bytes.Length, Length + size)));
    }
}
