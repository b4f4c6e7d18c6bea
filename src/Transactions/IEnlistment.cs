namespace Sagas.Transactions;

/// <summary>Takes part in every unit of work of a database, without the handler's knowing.</summary>
public interface IEnlistment
{
    /// <summary>The unit's subject is known and nothing has been read yet: ask for what has to be read.</summary>
    void OnLoading(IUnitOfWork unit) { }

    /// <summary>The handler is done: add the rows that belong to what it did.</summary>
    void OnSaving(IUnitOfWork unit) { }

    /// <summary>Every enlistment has added its rows, and the journal is complete: add what tells of it.</summary>
    void OnRecording(IUnitOfWork unit) { }

    /// <summary>The unit failed and nothing of it is written.</summary>
    /// <param name="unit">The unit, with what it knew.</param>
    /// <param name="exception">Why.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task OnFailedAsync(IUnitOfWork unit, Exception exception, CancellationToken cancellationToken) => Task.CompletedTask;
}
