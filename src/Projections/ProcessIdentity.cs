namespace Sagas.Projections;

/// <summary>Tells this process from the others that project.</summary>
sealed record ProcessIdentity(Guid Id)
{
    public ProcessIdentity()
        : this(Guid.CreateVersion7())
    {
    }
}
