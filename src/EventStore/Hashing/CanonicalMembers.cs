using System.Buffers;
using System.Text;

namespace Sagas.EventStore;

/// <summary>The members of one JSON object, written one after another, and then put into the order of their names. Of two with one name the last one stays.</summary>
ref struct CanonicalMembers : IDisposable
{
    readonly ScratchBuffer output;
    readonly int start;
    Member[] members = ArrayPool<Member>.Shared.Rent(16);
    int count;
    bool inOrder = true;

    internal CanonicalMembers(ScratchBuffer output)
    {
        (this.output, start) = (output, output.Length);
        output.Write("{"u8);
    }

    internal void Begin()
    {
        if (count == members.Length)
            Grow();
        if (count > 0)
            output.Write(","u8);
        members[count] = new Member { Start = output.Length };
    }

    /// <summary>The name has been written.</summary>
    /// <param name="escaped">The name as text, if it could be spelled in more than one way.</param>
    internal readonly void Name(string? escaped)
    {
        members[count].NameLength = output.Length - members[count].Start;
        members[count].Escaped = escaped;
    }

    internal void End()
    {
        members[count].Length = output.Length - members[count].Start;
        inOrder = inOrder && (count == 0 || Compare(members[count - 1], members[count]) < 0);
        count++;
    }

    internal readonly void Arrange()
    {
        if (!inOrder)
            Rearrange();
        output.Write("}"u8);
    }

    public readonly void Dispose() => ArrayPool<Member>.Shared.Return(members, clearArray: true);

    readonly void Rearrange()
    {
        Array.Sort(members, 0, count, new ByName(output));
        var arranged = ArrayPool<byte>.Shared.Rent(output.Length - start);
        var length = 0;
        for (var i = 0; i < count; i++)
        {
            if (i + 1 < count && Compare(members[i], members[i + 1]) == 0)
                continue;
            if (length > 0)
                arranged[length++] = (byte)',';
            output.Written.Slice(members[i].Start, members[i].Length).CopyTo(arranged.AsSpan(length));
            length += members[i].Length;
        }

        output.Truncate(start + 1);
        output.Write(arranged.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(arranged);
    }

    void Grow()
    {
        var larger = ArrayPool<Member>.Shared.Rent(2 * count);
        members.CopyTo(larger, 0);
        ArrayPool<Member>.Shared.Return(members, clearArray: true);
        members = larger;
    }

    readonly int Compare(in Member one, in Member other) => CompareNames(output, one, other);

    // UTF-8 sorts as UTF-16 does but for characters beyond the basic plane, so that ASCII may be compared as it stands.
    static int CompareNames(ScratchBuffer output, in Member one, in Member other)
    {
        var first = Name(output, one);
        var second = Name(output, other);
        return one.Escaped is null && other.Escaped is null && Ascii.IsValid(first) && Ascii.IsValid(second)
            ? first.SequenceCompareTo(second)
            : string.CompareOrdinal(one.Escaped ?? Encoding.UTF8.GetString(first), other.Escaped ?? Encoding.UTF8.GetString(second));
    }

    static ReadOnlySpan<byte> Name(ScratchBuffer output, in Member member) => output.Written.Slice(member.Start + 1, member.NameLength - 2);

    struct Member
    {
        internal int Start;
        internal int NameLength;
        internal int Length;
        internal string? Escaped;
    }

    // Equal names keep the order in which they came.
    sealed class ByName(ScratchBuffer output) : IComparer<Member>
    {
        public int Compare(Member x, Member y) => CompareNames(output, x, y) is var order and not 0 ? order : x.Start.CompareTo(y.Start);
    }
}
